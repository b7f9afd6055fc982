"""Who should be knocked at, for which reason: the whole city at once.

Each reason asks the rooms below in a few set-wise questions; nobody is looked up one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import polars as pl

from nuanban.cases import queries as cases
from nuanban.catalogue import queries as catalogue
from nuanban.eligibility import queries as eligibility
from nuanban.knocks.enums import Reason
from nuanban.knocks.models import KnockResult
from nuanban.knocks.ranking import VERY_OLD, days_words, left_until, urgency_of_days
from nuanban.lib.days import city_day, city_moment
from nuanban.notices import queries as notices
from nuanban.proactive import queries as proactive
from nuanban.residents.enums import StatusKind
from nuanban.rulebook.days import years_before
from nuanban.visits import queries as visits
from nuanban.zone import queries as zone

# A certification proves that somebody lives; everything else that runs out is a paper.
CERTIFICATIONS = {"pension_certification_due"}
# An offer or a linked item is left alone so long before somebody knocks, and given up after a year.
PATIENCE, LINKED_FOR = timedelta(days=14), timedelta(days=365)
UNSEEN = timedelta(days=183)


@dataclass(frozen=True)
class Wanted:
    """One knock as it should stand. `said`: the reason in words."""

    person: UUID
    reason: Reason
    what: str
    urgency: int
    said: str
    due_on: date | None = None
    task: UUID | None = None


def wanted(people: pl.DataFrame, held: pl.DataFrame, at: datetime) -> Iterator[Wanted]:
    """Every reason in turn. `people`, `held`: as residents.queries give them, the dead left out."""
    day = city_day(at)
    yield from _running_out(day, at)
    yield from _undecided(day)
    yield from _unanswered(day)
    yield from _unlinked(day)
    yield from _unseen(people, held, day)


def _running_out(day: date, at: datetime) -> Iterator[Wanted]:
    book = eligibility.book_on(day)
    for one in proactive.running_out(day, at):
        title = (
            book[one.policy].title.removesuffix("提醒").removesuffix("换证").removesuffix("到期")
        )
        is_proof = one.policy in CERTIFICATIONS
        reason = Reason.CERTIFICATION if is_proof else Reason.EXPIRING
        if one.due_on is None:
            said = f"{title} {one.step} 天内到期，或者已经过期"
            urgency = urgency_of_days(one.step)
        else:
            left = left_until(one.due_on, day)
            said, urgency = days_words(title, left), urgency_of_days(left)
        yield Wanted(one.person, reason, one.policy, urgency, said, one.due_on)


def _undecided(day: date) -> Iterator[Wanted]:
    rows = proactive.tasks_to_knock_for(day)
    for task, person, policy, why, due in rows.values_list(
        "pk", "resident_id", "policy", "why", "due_on"
    ):
        urgency = 80 if due is not None and due < day else 60
        yield Wanted(person, Reason.UNDECIDED, policy, urgency, why.rstrip("。"), due, task)


def _unanswered(day: date) -> Iterator[Wanted]:
    book = eligibility.book_on(day)
    offers = proactive.unanswered_offers(day - PATIENCE)
    for person, policy in offers.values_list("resident_id", "policy"):
        said = f"可以享受{book[policy].title}，告诉过了，一直没有回话"
        yield Wanted(person, Reason.LINKED, policy, 40, said)


def _unlinked(day: date) -> Iterator[Wanted]:
    """Who got the first of several things that belong together, and never the others. What a
    policy gives is judged by the rulebook, not guessed here.
    """
    given = {item for policy in eligibility.book_on(day).values() for item in policy.items}
    chains = [
        [link.item for link in catalogue.items_of_bundle(b.code)] for b in catalogue.bundles()
    ]
    codes = [bundle.code for bundle in catalogue.bundles()]
    firsts = {chain[0].code for chain in chains if chain}
    got = cases.granted_since(day - LINKED_FOR, firsts)
    fresh = cases.granted_since(day - PATIENCE, firsts)
    touched = cases.items_touched(got)
    for code, chain in zip(codes, chains, strict=True):
        for person, items in got.items():
            if chain[0].code not in items or chain[0].code in fresh.get(person, ()):
                continue
            done = touched.get(person, set()) | given
            missing = [item.plain_name for item in chain[1:] if item.code not in done]
            if missing:
                said = f"办过{chain[0].plain_name}，还没问过要不要办{'、'.join(missing)}"
                yield Wanted(person, Reason.LINKED, f"bundle:{code}", 40, said)


def _unseen(people: pl.DataFrame, held: pl.DataFrame, day: date) -> Iterator[Wanted]:
    """Very old or disabled, and nobody met them for half a year."""
    since = day - UNSEEN
    disabled = held.filter(kind=StatusKind.DISABILITY.value)["resident"]
    old = pl.col("birth_date") <= years_before(day, VERY_OLD)
    at_risk = people.filter(old | pl.col("resident").is_in(disabled.implode()))["resident"]
    seen = met_since(since)
    for person in map(UUID, at_risk):
        if person not in seen:
            yield Wanted(person, Reason.NO_CONTACT, "", 35, "半年多没有人见过、也没有打过电话")


def met_since(since: date) -> set[UUID]:
    """Whom somebody met or spoke with since then, or will visit."""
    moment = city_moment(since, datetime.min.time())
    knocked = KnockResult.objects.filter(noted_at__gte=moment).exclude(result="nobody_home")
    return (
        cases.people_met_since(since)
        | zone.people_with_tickets(since)
        | visits.people_awaiting_or_visited(moment)
        | notices.people_reached_by_phone(moment)
        | set(knocked.values_list("resident_id", flat=True))
    )
