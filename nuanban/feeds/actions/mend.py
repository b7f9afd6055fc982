"""A row that was put aside: mended and read again, its person registered, or dropped."""

import csv
from collections.abc import Sequence
from datetime import datetime
from io import StringIO

from django.db import transaction
from django.db.models import F

from nuanban.feeds.actions.keep import write
from nuanban.feeds.actions.leavers import is_newest, settle_leavers
from nuanban.feeds.csv_records import Record, best_text, written
from nuanban.feeds.enums import Cause, DeliveryState, RowState
from nuanban.feeds.faults import RowFault
from nuanban.feeds.header import match
from nuanban.feeds.kinds import FeedKind, kinds
from nuanban.feeds.models import Delivery, Line, QuarantinedRow
from nuanban.feeds.placing import place, read_records
from nuanban.feeds.rows import read_row
from nuanban.feeds.sealed import seal, unseal
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable
from nuanban.residents import actions as residents


class RowDecided(Refusal):
    """这一行已经处理过了，请刷新页面。"""


class NewerListKept(Refusal):
    """已经收下更新的名单，以新名单为准。这一行可以标为“不再处理”。"""


class StillReading(Refusal):
    """文件还在读，读完再改。"""


def cells_of_row(row: QuarantinedRow) -> list[str]:
    """The cells of a row as well as they can be read."""
    if not row.raw_sealed:
        # Its time was over; what became of the row is known, what stood in it is not.
        return []
    delivery = row.delivery
    raw = unseal(bytes(row.raw_sealed), "row.raw", delivery.pk, row.number)
    text = best_text(raw, delivery.encoding).replace("\0", "")
    delimiter = delivery.delimiter if delivery.encoding else ","
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        rows = [text.split(delimiter)]
    return [cell for one in rows for cell in one]


@transaction.atomic
def fix_row(row: QuarantinedRow, *, cells: Sequence[str], by: Actor, at: datetime) -> None:
    """Reads the mended row like any other; refuses with what is still wrong."""
    delivery, row = _locked(row)
    kind = kinds()[delivery.kind]
    _rerun(kind, delivery, row, list(cells), by, at)


def _locked(row: QuarantinedRow) -> tuple[Delivery, QuarantinedRow]:
    delivery = Delivery.objects.select_for_update().get(pk=row.delivery_id)
    found = QuarantinedRow.objects.select_for_update().get(pk=row.pk)
    if found.state != RowState.WAITING:
        raise RowDecided
    if delivery.state in (DeliveryState.RECEIVED, DeliveryState.READING):
        raise StillReading
    if delivery.state == DeliveryState.REFUSED:
        raise RowDecided
    return delivery, found


def _rerun(
    kind: FeedKind,
    delivery: Delivery,
    row: QuarantinedRow,
    cells: list[str],
    by: Actor,
    at: datetime,
) -> None:
    is_kept = delivery.state == DeliveryState.KEPT
    if is_kept and not kind.changes and not is_newest(delivery):
        raise NewerListKept
    text = written(cells).encode()
    mended = Record(row.number, text, cells)
    columns = match(kind, delivery.header).columns
    placed = place(kind, delivery, read_records(kind, columns, [mended], delivery.as_of))
    if placed.aside:
        raise Unusable(sentence=placed.aside[0].reason)
    Line.objects.bulk_create(placed.lines)
    _settle(row, RowState.FIXED, "", by, at)
    row.text_sealed = seal(text, "row.text", delivery.pk, row.number)
    row.save()
    delivery.quarantined -= 1
    delivery.accepted += len(placed.lines)
    delivery.duplicates += placed.duplicates
    delivery.save()
    if is_kept and placed.lines:
        write(kind, delivery, placed.lines, by=by, at=at)
        Delivery.objects.filter(pk=delivery.pk).update(written=F("accepted"))
    people = Line.objects.filter(delivery=delivery).values("resident").distinct().count()
    Delivery.objects.filter(pk=delivery.pk).update(people=people)
    record("feeds.row_fixed", by=by, at=at, object_id=delivery.pk, payload={"row": row.number})
    delivery.refresh_from_db()
    settle_leavers(kind, delivery, by=by, at=at)


def _settle(row: QuarantinedRow, state: RowState, words: str, by: Actor, at: datetime) -> None:
    row.state, row.words = state, words
    row.decided_by, row.decided_at = by.name, at


@transaction.atomic
def drop_row(row: QuarantinedRow, *, words: str, by: Actor, at: datetime) -> None:
    """The row is not taken, and somebody says why. It stays counted."""
    if not words.strip():
        raise Unusable(sentence="请写明为什么不再处理这一行。")
    delivery, row = _locked(row)
    _settle(row, RowState.DROPPED, words.strip()[:200], by, at)
    row.save()
    record("feeds.row_dropped", by=by, at=at, object_id=delivery.pk, payload={"row": row.number})
    settle_leavers(kinds()[delivery.kind], delivery, by=by, at=at)


@transaction.atomic
def register_and_rerun(row: QuarantinedRow, *, by: Actor, at: datetime) -> None:
    """登记后重来: the person enters the file with name and number, then the row is read again."""
    delivery, row = _locked(row)
    kind, cells = kinds()[delivery.kind], cells_of_row(row)
    try:
        said = read_row(kind, match(kind, delivery.header).columns, cells, delivery.as_of)
    except RowFault as fault:
        raise Unusable(sentence=fault.sentence) from None
    if not said.name:
        raise Unusable(sentence="这一行没有姓名，不能登记。请先在居民档案里登记，再重来。")
    new = residents.NewResident(name=said.name, id_number=said.person, source=kind.source)
    residents.register(new, by=by, at=at)
    _rerun(kind, delivery, row, cells, by, at)


@transaction.atomic
def rerun_waiting(delivery: Delivery, *, by: Actor, at: datetime) -> int:
    """Tries rows whose person was not on file once more; gives how many were taken."""
    taken = 0
    waiting = QuarantinedRow.objects.filter(
        delivery=delivery, state=RowState.WAITING, cause=Cause.UNKNOWN_PERSON
    )
    for row in waiting.select_related("delivery").order_by("number"):
        try:
            with transaction.atomic():
                fix_row(row, cells=cells_of_row(row), by=by, at=at)
            taken += 1
        except Unusable:
            continue
    return taken
