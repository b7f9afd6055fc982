"""What the visits do when something happened: a day is planned, free time is offered on."""

from datetime import date

from nuanban.journal.events import Entry, reads
from nuanban.visits import actions, jobs


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


def _offer(entry: Entry) -> None:
    day = str(entry.payload.get("day") or "")
    if day and entry.site:
        actions.offer_free_time(site=entry.site, day=date.fromisoformat(day), at=entry.at)
