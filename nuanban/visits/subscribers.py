"""What the visits do when something happened: a day is planned, free time is
offered on, a result is brought home.
"""

from contextlib import suppress
from datetime import date
from uuid import UUID

from nuanban.cases import queries as cases
from nuanban.journal.events import Entry, reads
from nuanban.lib.actor import SYSTEM
from nuanban.visits import actions, jobs, queries
from nuanban.visits.door_queries import handover_of, results_to_bring
from nuanban.visits.enums import Handover


@reads("visits.plan_asked")
def make_plan(entry: Entry) -> None:
    """The worker thinks about the day."""
    jobs.plan.defer(plan_id=str(entry.object_id))


@reads("visits.cancelled")
def offer_cancelled(entry: Entry) -> None:
    """Somebody called off."""
    _offer(entry)


@reads("visits.rebooked")
def offer_rebooked(entry: Entry) -> None:
    """Somebody took another time."""
    _offer(entry)


@reads("visits.lapsed")
def offer_lapsed(entry: Entry) -> None:
    """A held time was not taken."""
    _offer(entry)


@reads("cases.result_made")
def bring_what_is_ready(entry: Entry) -> None:
    """The result is there, and it was agreed that we bring it."""
    case = cases.case_by_id(entry.object_id) if entry.object_id else None
    if case is not None and case.origin_id is not None:
        _bring(case.origin_id, entry)


@reads("visits.handover_noted")
def bring_as_agreed(entry: Entry) -> None:
    """It was agreed that we bring it, and the result may be there already."""
    if entry.object_id:
        _bring(entry.object_id, entry)


def _bring(origin: UUID, entry: Entry) -> None:
    visit, agreed = queries.visit_by_id(origin), handover_of(origin)
    if visit is None or agreed is None or agreed.value != Handover.BROUGHT:
        return
    for case in results_to_bring(visit):
        with suppress(actions.NothingToBring):
            actions.ask_to_bring(visit, case.pk, by=SYSTEM, at=entry.at)


def _offer(entry: Entry) -> None:
    day = str(entry.payload.get("day") or "")
    if day and entry.site:
        actions.offer_free_time(site=entry.site, day=date.fromisoformat(day), at=entry.at)
