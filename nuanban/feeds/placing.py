"""A batch of rows finds its people: rows that can be taken, rows that wait for a person."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from nuanban.feeds.csv_records import Record
from nuanban.feeds.enums import Cause
from nuanban.feeds.faults import RowFault
from nuanban.feeds.kinds import Column, FeedKind
from nuanban.feeds.models import Delivery, Line, QuarantinedRow
from nuanban.feeds.rows import Row, read_row
from nuanban.feeds.sealed import seal, seal_newcomer
from nuanban.feeds.words import shown
from nuanban.lib.names import match_form
from nuanban.residents import queries as residents


@dataclass
class Placed:
    """What became of a batch. Each record is in exactly one of the three."""

    lines: list[Line]
    aside: list[QuarantinedRow]
    duplicates: int = 0


Reading = tuple[Record, Row | RowFault]


def read_records(
    kind: FeedKind, columns: Sequence[Column | None], records: Iterable[Record], as_of: date
) -> list[Reading]:
    """Each record with what it says, or with what is wrong with it."""
    return [(record, _read(kind, columns, record, as_of)) for record in records]


def _read(
    kind: FeedKind, columns: Sequence[Column | None], record: Record, as_of: date
) -> Row | RowFault:
    if record.cells is None:
        return record.fault or RowFault(Cause.UNREADABLE, "这一行读不出来，请重新输入。")
    try:
        return read_row(kind, columns, record.cells, as_of)
    except RowFault as fault:
        return fault


def place(kind: FeedKind, delivery: Delivery, readings: Sequence[Reading]) -> Placed:
    """Finds the people, and rows that are in the file already."""
    rows = [row for _, row in readings if isinstance(row, Row)]
    holders = residents.holders_of({row.number for row in rows})
    names = residents.names_of(set(holders.values()))
    seen = _Seen(kind, delivery, rows, holders)
    placed = Placed([], [])
    for record, row in readings:
        if isinstance(row, Row):
            try:
                person = _person(kind, row, holders, names)
                if seen.has(row, record.number, person):
                    placed.duplicates += 1
                    continue
                placed.lines.append(_line(delivery, record.number, row, person))
                continue
            except RowFault as fault:
                row = fault
        placed.aside.append(_aside(delivery, record, row))
    return placed


_SAME = "SELECT digest FROM feeds_line WHERE delivery_id = %s AND digest = ANY(%s)"
_OF_PEOPLE = """
SELECT resident_id, number FROM feeds_line WHERE delivery_id = %s AND resident_id = ANY(%s)
"""
_COPY = """
COPY feeds_line (delivery_id, number, digest, resident_id, newcomer_sealed, facts, statuses,
  change, valid_from) FROM STDIN
"""


def put(lines: Iterable[Line]) -> None:
    """Writes new lines, many at once."""
    with connection.cursor() as cursor, cursor.cursor.copy(_COPY) as copy:
        for line in lines:
            statuses = None if line.statuses is None else json.dumps(line.statuses)
            facts, sealed = json.dumps(line.facts), line.newcomer_sealed
            about = (line.resident_id, sealed, facts, statuses, line.change, line.valid_from)
            copy.write_row((line.delivery_id, line.number, line.digest, *about))


class _Seen:
    """What the file said before: the same row again is a duplicate, another one of the same
    person is a question."""

    def __init__(
        self, kind: FeedKind, delivery: Delivery, rows: Sequence[Row], holders: dict[str, UUID]
    ) -> None:
        self.people: dict[UUID | str, int] = {}
        self.one_each = not kind.has_many_rows_per_person
        with connection.cursor() as cursor:
            cursor.execute(_SAME, [delivery.pk, [row.digest for row in rows]])
            self.digests = {bytes(digest) for (digest,) in cursor.fetchall()}
            if self.one_each:
                cursor.execute(_OF_PEOPLE, [delivery.pk, list(holders.values())])
                self.people.update(cursor.fetchall())

    def has(self, row: Row, number: int, person: UUID | None) -> bool:
        """True for a duplicate; raises RowFault for a second, different row of a person."""
        if row.digest in self.digests:
            return True
        key = person or row.number
        if self.one_each and key in self.people:
            words = f"这个人在第 {self.people[key]} 行已经有了，内容不一样。请核对后留一行。"
            raise RowFault(Cause.TWICE, words)
        self.digests.add(row.digest)
        self.people[key] = number
        return False


def _person(
    kind: FeedKind, row: Row, holders: dict[str, UUID], names: dict[UUID, str]
) -> UUID | None:
    person = holders.get(row.number)
    if person is None:
        change = kind.changes.get(row.change)
        if change is not None and change.registers:
            return None
        doubt = f"{row.person.warning}" if row.person.warning else ""
        words = "查无此人：这个身份证号还没有登记过。可以核对号码，或登记后重来。"
        raise RowFault(Cause.UNKNOWN_PERSON, f"{words}{doubt}")
    if row.name and match_form(row.name) != match_form(names.get(person, row.name)):
        raise RowFault(
            Cause.OTHER_NAME,
            f"姓名和身份证号对不上：这个号登记的不是“{shown(row.name)}”。请核对，以免记到别人名下。",
        )
    return person


def _line(delivery: Delivery, number: int, row: Row, person: UUID | None) -> Line:
    sealed = None if person else seal_newcomer(row.name, row.number, delivery.pk, number)
    return Line(
        delivery=delivery,
        number=number,
        digest=row.digest,
        resident_id=person,
        newcomer_sealed=sealed,
        facts=row.facts,
        statuses=row.statuses,
        change=row.change,
        valid_from=row.valid_from,
    )


def _aside(delivery: Delivery, record: Record, fault: RowFault) -> QuarantinedRow:
    return QuarantinedRow(
        delivery=delivery,
        number=record.number,
        raw_sealed=seal(record.raw, "row.raw", delivery.pk, record.number),
        cause=fault.cause,
        reason=fault.sentence,
    )


def counted(lines: Collection[Line]) -> dict[str, Any]:
    """What a batch adds to the numbers that the guard compares."""
    return {"deaths": sum(line.change == "death" for line in lines)}
