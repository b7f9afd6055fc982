"""A file comes in: stored sealed, looked at, and read later by the worker."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from nuanban.feeds import store
from nuanban.feeds.enums import DeliveryState
from nuanban.feeds.kinds import FeedKind
from nuanban.feeds.models import Delivery, Line
from nuanban.feeds.store import Stored
from nuanban.feeds.tables import first_block, look
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable

LONGEST_NAME = 120
OLDEST = timedelta(days=400)


class AlreadyDecided(Refusal):
    """这个文件已经处理过了，请刷新页面。"""


def take(chunks: Iterable[bytes]) -> Stored:
    """Puts a file on disk, sealed. It is received next, and thrown away when it was not needed."""
    return store.take(chunks)


def throw_away_unused(stored: Stored) -> None:
    """Removes a file that was taken and did not become a delivery."""
    if not Delivery.objects.filter(pk=stored.key).exists():
        store.throw_away(stored.key)


@transaction.atomic
def receive(
    kind: FeedKind,
    stored: Stored,
    *,
    name: str,
    by: Actor,
    at: datetime,
    as_of: date | None = None,
    starts: bool = True,
) -> Delivery:
    """Takes a file in. The same bytes lead to the first delivery and change nothing.

    Without `as_of`, a list speaks of the day in its name, or else of today.

    A file that is no table or has a wrong header is kept as refused, with the sentence.
    """
    day = as_of or day_in_name(name, city_day(at)) or city_day(at)
    if day > city_day(at):
        raise Unusable(sentence="名单截至日期不能晚于今天。")
    # Two senders of one file at the same moment: the second waits and finds the first.
    with connection.cursor() as cursor:
        number = int.from_bytes(stored.digest[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
    same = Delivery.objects.filter(kind=kind.code, digest=stored.digest)
    first = same.exclude(state=DeliveryState.REFUSED).first()
    if first is not None:
        return first
    delivery = _looked_at(
        kind,
        Delivery(
            id=stored.key,
            kind=kind.code,
            name=_tidy_name(name) or kind.title,
            digest=stored.digest,
            size=stored.size,
            as_of=day,
            sender_kind=by.kind,
            sender_id=by.id,
            sender_name=by.name,
            received_at=at,
        ),
        at,
    )
    delivery.save(force_insert=True)
    record("feeds.received", by=by, at=at, object_id=delivery.pk, payload={"kind": kind.code})
    if starts and delivery.state == DeliveryState.RECEIVED:
        start(delivery, by=by, at=at)
    return delivery


_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.年]?(\d\d)[-_.月]?(\d\d)(?!\d)")


def day_in_name(name: str, today: date) -> date | None:
    """The day that a file carries in its name, unless it cannot be the day of a list."""
    found = _DAY.search(name)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return day if day and today - OLDEST <= day <= today else None


def _tidy_name(name: str) -> str:
    return "".join(c for c in name if c.isprintable()).strip()[-LONGEST_NAME:]


def _looked_at(kind: FeedKind, delivery: Delivery, at: datetime) -> Delivery:
    first, _ = first_block(store.blocks(delivery.pk))
    try:
        shape, matched = look(kind, first, lambda: store.whole(delivery.pk))
    except Refusal as refusal:
        delivery.state, delivery.finished_at = DeliveryState.REFUSED, at
        delivery.words = [str(refusal)]
        return delivery
    delivery.format, delivery.encoding = shape.format, shape.encoding
    delivery.delimiter, delivery.header = shape.delimiter, list(shape.header)
    if matched.unused:
        delivery.words = [f"没有用到的列：{'、'.join(matched.unused)}。"]
    return delivery


@transaction.atomic
def start(delivery: Delivery, *, by: Actor, at: datetime) -> None:
    """Lets the worker read the file; pressing it again while it reads goes on where it stopped."""
    begun = (DeliveryState.RECEIVED, DeliveryState.READING)
    moved = Delivery.objects.filter(pk=delivery.pk, state__in=begun).update(
        state=DeliveryState.READING
    )
    if (
        not moved
        and not Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.KEEPING).exists()
    ):
        raise AlreadyDecided
    delivery.refresh_from_db()
    record("feeds.started", by=by, at=at, object_id=delivery.pk)


@transaction.atomic
def set_aside(delivery: Delivery, *, words: str, by: Actor, at: datetime) -> None:
    """Somebody looked at the file and does not want it; nothing of it was taken."""
    open_states = (DeliveryState.RECEIVED, DeliveryState.HELD)
    if not words.strip():
        raise Unusable(sentence="请写明为什么不收。")
    held = Delivery.objects.select_for_update().filter(pk=delivery.pk, state__in=open_states)
    found = held.first()
    if found is None:
        raise AlreadyDecided
    found.state, found.finished_at, found.progress = DeliveryState.REFUSED, at, 0
    found.decided_by_id, found.decided_words = _staff(by), words.strip()[:400]
    found.save()
    Line.objects.filter(delivery=found).delete()
    record("feeds.refused", by=by, at=at, object_id=found.pk)


def _staff(by: Actor) -> UUID | None:
    return by.id if by.kind == "staff" else None
