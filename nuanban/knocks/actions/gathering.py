"""The list of every night: what is new is opened, what changed is rewritten, what is no longer
true closes itself with the reason.

Each batch is a transaction of its own; broken off, it goes on with the next gathering.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from nuanban.journal.actions import record, write_new
from nuanban.knocks.due import Key, due_knocks
from nuanban.knocks.enums import LIVE, KnockState, Reason
from nuanban.knocks.models import GatherDay, Knock
from nuanban.knocks.people import city_of
from nuanban.knocks.reaching import count_reached
from nuanban.lib.actor import SYSTEM, Actor
from nuanban.lib.days import CITY_TZ, city_day
from nuanban.offices import queries as offices
from nuanban.visits import queries as visits
from nuanban.visits.enums import VisitState

NOT_BEFORE, BATCH = 2, 2_000
# Whoever took a knock and wrote nothing for so long gives it back.
KEPT = timedelta(days=3)
NO_LONGER = {
    Reason.EXPIRING: "已经办了，或者不再快到期。",
    Reason.CERTIFICATION: "已经认证了。",
    Reason.LINKED: "已经办了，或者已经回了话。",
    Reason.NO_CONTACT: "已经有人见过本人。",
    Reason.UNDECIDED: "情况已经查清。",
}
VISITED = "上门办完了。"
# What a night may change of a knock that stands.
_CHANGES = ("urgency", "rank", "words", "division_id", "due_on", "task_id")
_REWRITE = """
UPDATE knocks_knock AS k
SET urgency = n.urgency, rank = n.rank, words = n.words, division_id = n.division,
    due_on = n.due_on, task_id = n.task
FROM unnest(%s::uuid[], %s::int[], %s::int[], %s::text[], %s::text[], %s::date[], %s::uuid[])
  AS n(id, urgency, rank, words, division, due_on, task)
WHERE k.id = n.id
"""


@dataclass(frozen=True)
class Gathered:
    """What a gathering did, in numbers of knocks."""

    opened: int
    rewritten: int
    closed: int


def gather_nightly(*, at: datetime) -> Gathered | None:
    """Once a day, after two in the night; None where it was done or it is too early."""
    if at.astimezone(CITY_TZ).hour < NOT_BEFORE or offices.city() is None:
        return None
    if GatherDay.objects.filter(day=city_day(at)).exists():
        return None
    return gather(by=SYSTEM, at=at)


def gather(*, by: Actor, at: datetime) -> Gathered:
    """Makes the list anew; safe to repeat, also twice at the same time."""
    _give_back(at)
    _settle_visits(at)
    city = city_of(at)
    count_reached(city, at)
    due, standing = due_knocks(city, at), _standing()
    new = [knock for key, knock in due.items() if key not in standing]
    done = Gathered(
        opened=sum(write_new(batch) for batch in _batches(new)),
        rewritten=_rewrite(due, standing),
        closed=_close([knock for key, knock in standing.items() if key not in due], at),
    )
    with transaction.atomic():
        waiting = Knock.objects.filter(state=KnockState.OPEN).count()
        told = {"gathered_at": at, "waiting": waiting}
        GatherDay.objects.update_or_create(day=city_day(at), defaults=told)
        record("knocks.gathered", by=by, at=at, payload=asdict(done))
    return done


def _standing() -> dict[Key, Knock]:
    live = Knock.objects.filter(state__in=LIVE)
    return {(k.resident_id, k.reason, k.what): k for k in live.iterator(BATCH)}


def _batches(rows: Sequence[Knock]) -> list[Sequence[Knock]]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]


def _rewrite(due: dict[Key, Knock], standing: dict[Key, Knock]) -> int:
    changed = [
        [standing[key].pk, *(getattr(knock, name) for name in _CHANGES)]
        for key, knock in due.items()
        if key in standing and any(getattr(knock, n) != getattr(standing[key], n) for n in _CHANGES)
    ]
    for start in range(0, len(changed), BATCH):
        columns = [list(column) for column in zip(*changed[start : start + BATCH], strict=True)]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_REWRITE, columns)
    return len(changed)


def _close(gone: Collection[Knock], at: datetime) -> int:
    """Only what nobody holds: who is on the way is not left with an empty hand."""
    closed = 0
    for reason, why in NO_LONGER.items():
        ids = [k.pk for k in gone if k.reason == reason and k.state == KnockState.OPEN]
        closed += _close_all(ids, why, at)
    return closed


def _close_all(ids: Sequence[UUID], why: str, at: datetime, state: str = KnockState.OPEN) -> int:
    closed = 0
    for start in range(0, len(ids), BATCH):
        standing = Knock.objects.filter(pk__in=ids[start : start + BATCH], state=state)
        closed += standing.update(state=KnockState.CLOSED, closed_at=at, why_closed=why)
    return closed


def _give_back(at: datetime) -> None:
    left = Knock.objects.filter(state=KnockState.TAKEN, taken_at__lt=at - KEPT)
    left.update(state=KnockState.OPEN, taken_by=None, taken_at=None)


def _settle_visits(at: datetime) -> None:
    """What became a visit ends with it; a visit that was called off brings the knock back."""
    handed = Knock.objects.filter(state=KnockState.HANDED)
    by_visit = dict(handed.values_list("visit_id", "pk"))
    ended = visits.ended_visits(by_visit)
    done = [by_visit[key] for key, state in ended.items() if state == VisitState.DONE]
    _close_all(done, VISITED, at, KnockState.HANDED)
    off = [by_visit[key] for key, state in ended.items() if state == VisitState.CANCELLED]
    Knock.objects.filter(pk__in=off, state=KnockState.HANDED).update(
        state=KnockState.OPEN, visit=None
    )
