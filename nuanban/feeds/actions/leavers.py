"""People who are on a whole list no longer: they leave it once every row of the file is settled."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuanban.eligibility import actions as eligibility
from nuanban.eligibility import queries as known
from nuanban.feeds.enums import DeliveryState, RowState
from nuanban.feeds.guard import last_kept
from nuanban.feeds.kinds import FeedKind
from nuanban.feeds.models import Delivery, Line, QuarantinedRow
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.residents import actions as residents
from nuanban.residents import queries as people

BATCH = 2_000


def is_newest(delivery: Delivery) -> bool:
    """No newer list of this kind was taken."""
    last = last_kept(delivery)
    mine = (delivery.as_of, delivery.received_at)
    return last is None or (last.as_of, last.received_at) < mine


def missing_people(kind: FeedKind, delivery: Delivery) -> set[UUID]:
    """Who was on the list and is not in this file."""
    listed = known.people_on_list(kind.department, dict(kind.leaves))
    listed |= people.people_holding(kind.status_kinds, kind.source)
    here = Line.objects.filter(delivery=delivery, resident__isnull=False)
    return listed - set(here.values_list("resident", flat=True))


@transaction.atomic
def settle_leavers(kind: FeedKind, delivery: Delivery, *, by: Actor, at: datetime) -> int:
    """Takes people off the list. Nobody leaves while a row waits: it might be theirs."""
    waiting = QuarantinedRow.objects.filter(delivery=delivery, state=RowState.WAITING)
    is_kept = delivery.state == DeliveryState.KEPT
    if not (kind.is_whole_list and is_kept and is_newest(delivery)) or waiting.exists():
        return 0
    gone = sorted(missing_people(kind, delivery))
    for start in range(0, len(gone), BATCH):
        _leave(kind, delivery, gone[start : start + BATCH], by, at)
    delivery.left, delivery.leavers_done_at = delivery.left + len(gone), at
    delivery.save(update_fields=["left", "leavers_done_at"])
    if gone:
        counts = {"kind": kind.code, "people": len(gone)}
        record("feeds.people_left", by=by, at=at, object_id=delivery.pk, payload=counts)
    return len(gone)


def _leave(kind: FeedKind, delivery: Delivery, gone: list[UUID], by: Actor, at: datetime) -> None:
    day = delivery.as_of
    records = [eligibility.NewRecord(person, dict(kind.leaves), day) for person in gone]
    eligibility.keep_records(kind.department, records, by=by, at=at, origin_id=delivery.pk)
    residents.keep_statuses(
        kind.source, kinds=kind.status_kinds, people=gone, held=[], day=day, by=by, at=at
    )
