"""Originals are kept for half a year after everything in them was settled, then destroyed.

What was taken from them stays, with the file's digest: whoever doubts it can send it again.
"""

from datetime import datetime, timedelta

from django.db import transaction

from nuanban.feeds import store
from nuanban.feeds.enums import DeliveryState, RowState
from nuanban.feeds.models import Delivery, QuarantinedRow
from nuanban.journal.actions import record
from nuanban.lib.actor import SYSTEM

KEPT_FOR = timedelta(days=180)
BATCH = 20


def destroy_old_originals(*, at: datetime) -> int:
    """Destroys a few whose time is over; gives how many. Killed in between, it goes on."""
    ended = (DeliveryState.KEPT, DeliveryState.REFUSED)
    waiting = QuarantinedRow.objects.filter(state=RowState.WAITING).values("delivery")
    old = Delivery.objects.filter(
        state__in=ended, finished_at__lt=at - KEPT_FOR, destroyed_at=None
    ).exclude(pk__in=waiting)
    found = list(old.order_by("finished_at")[:BATCH])
    for delivery in found:
        store.throw_away(delivery.pk)
        _note(delivery, at)
    return len(found)


@transaction.atomic
def _note(delivery: Delivery, at: datetime) -> None:
    mine = Delivery.objects.filter(pk=delivery.pk, destroyed_at=None)
    if mine.update(destroyed_at=at):
        rows = QuarantinedRow.objects.filter(delivery=delivery)
        rows.update(raw_sealed=b"", text_sealed=None)
        record("feeds.original_destroyed", by=SYSTEM, at=at, object_id=delivery.pk)
