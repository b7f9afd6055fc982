"""The worker reads a file, batch by batch; a killed reader goes on where the last batch ended."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction

from nuanban.feeds import store
from nuanban.feeds.actions.keep import keep_lines
from nuanban.feeds.csv_records import Record
from nuanban.feeds.enums import DeliveryState, Format
from nuanban.feeds.guard import doubts
from nuanban.feeds.header import match
from nuanban.feeds.kinds import FeedKind, kinds
from nuanban.feeds.models import Delivery, Line, QuarantinedRow
from nuanban.feeds.placing import counted, place, put, read_records
from nuanban.feeds.tables import Shape, records
from nuanban.journal.actions import record
from nuanban.lib.actor import SYSTEM
from nuanban.lib.errors import Refusal

BATCH = 2_000
READ_SHARE = 70
WHOLE = 100
T = TypeVar("T")
Clock = Callable[[], datetime]


class ReadElsewhere(Refusal):
    """这个文件正由另一个程序读入。"""


def read(delivery: Delivery, *, clock: Clock) -> Delivery:
    """Reads, compares with the last file, and writes; stops where a person must decide.

    Runs at least once: what was counted is not counted again.
    """
    kind = kinds()[delivery.kind]
    with _alone(delivery):
        delivery.refresh_from_db()
        if delivery.state == DeliveryState.READING:
            _read_all(kind, delivery, clock)
        if delivery.state == DeliveryState.KEEPING:
            keep_lines(kind, delivery, clock=clock)
    return delivery


class _alone:
    """One reader of a file at a time, for as long as this connection lives."""

    def __init__(self, delivery: Delivery) -> None:
        self.number = int.from_bytes(delivery.pk.bytes[-8:], "big", signed=True)

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [self.number])
            row = cursor.fetchone()
        if not (row and row[0]):
            raise ReadElsewhere

    def __exit__(self, *_fault: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [self.number])


def _read_all(kind: FeedKind, delivery: Delivery, clock: Clock) -> None:
    shape = shape_of(delivery)
    try:
        every = records(shape, store.blocks(delivery.pk), lambda: store.whole(delivery.pk))
        rest = (one for one in every if one.number > delivery.last_line)
        for batch in _batches(rest, BATCH):
            _count(kind, delivery, batch)
    except Refusal as refusal:
        _refuse(delivery, str(refusal), clock())
        return
    _finish_reading(kind, delivery, clock())


def shape_of(delivery: Delivery) -> Shape:
    """How the file of a delivery is written."""
    written = Format(delivery.format)
    return Shape(written, delivery.encoding, delivery.delimiter, tuple(delivery.header))


def _batches(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(items, size)):
        yield batch


def _count(kind: FeedKind, delivery: Delivery, batch: list[Record]) -> None:
    """Takes one batch: its rows and its numbers commit together."""
    readings = read_records(kind, match(kind, delivery.header).columns, batch, delivery.as_of)
    with transaction.atomic():
        placed = place(kind, delivery, readings)
        put(placed.lines)
        QuarantinedRow.objects.bulk_create(placed.aside, batch_size=BATCH)
        delivery.rows_in += len(batch)
        delivery.accepted += len(placed.lines)
        delivery.quarantined += len(placed.aside)
        delivery.duplicates += placed.duplicates
        delivery.deaths += counted(placed.lines)["deaths"]
        delivery.last_line = batch[-1].number
        delivery.is_cut = delivery.is_cut or batch[-1].is_cut
        if delivery.format == Format.CSV and delivery.size:
            delivery.progress = READ_SHARE * batch[-1].end // delivery.size
        delivery.save()


@transaction.atomic
def _finish_reading(kind: FeedKind, delivery: Delivery, at: datetime) -> None:
    lines = Line.objects.filter(delivery=delivery)
    people = lines.filter(resident__isnull=False).values("resident").distinct().count()
    delivery.people = people + lines.filter(resident__isnull=True).count()
    delivery.progress = READ_SHARE
    found = doubts(kind, delivery)
    delivery.words = [*delivery.words, *found]
    delivery.state = DeliveryState.HELD if found else DeliveryState.KEEPING
    delivery.save()
    if found:
        record("feeds.held", by=SYSTEM, at=at, object_id=delivery.pk)


@transaction.atomic
def _refuse(delivery: Delivery, words: str, at: datetime) -> None:
    delivery.refresh_from_db()
    delivery.words = [*delivery.words, words]
    delivery.state, delivery.finished_at = DeliveryState.REFUSED, at
    delivery.save()
    Line.objects.filter(delivery=delivery).delete()
    record("feeds.refused", by=SYSTEM, at=at, object_id=delivery.pk)
