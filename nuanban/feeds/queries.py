"""Questions about files of departments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.feeds import store
from nuanban.feeds.actions.leavers import missing_people
from nuanban.feeds.actions.mend import cells_of_row
from nuanban.feeds.actions.read import shape_of
from nuanban.feeds.csv_records import Record
from nuanban.feeds.enums import DeliveryState, RowState
from nuanban.feeds.export import as_csv as table_of
from nuanban.feeds.faults import RowFault
from nuanban.feeds.guard import last_kept, people_before
from nuanban.feeds.header import Matched, match
from nuanban.feeds.kinds import FeedKind, kinds
from nuanban.feeds.models import Delivery, QuarantinedRow
from nuanban.feeds.placing import read_records
from nuanban.feeds.tables import records
from nuanban.lib.errors import Refusal

__all__ = [
    "Delivery",
    "FeedKind",
    "QuarantinedRow",
    "cells_of_row",
    "kinds",
    "last_kept",
    "people_before",
    "table_of",
]
PREVIEWED = 20


@dataclass(frozen=True)
class PreviewRow:
    """One of the first rows: its cells, and what is wrong with it."""

    number: int
    cells: Sequence[str]
    fault: str


@dataclass(frozen=True)
class Preview:
    """How each column is read, and the first rows."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[PreviewRow]

    @property
    def faulty(self) -> int:
        """How many of the first rows would be put aside."""
        return sum(bool(row.fault) for row in self.rows)


def kinds_visible_to(user: User) -> list[FeedKind]:
    """Officers see the files of their own department; an officer of the data bureau, who has no
    department, sees all of them, as do lead officers and the head of the hall."""
    if user.has_role(Role.LEAD_OFFICER, Role.SUPERVISOR):
        return list(kinds().values())
    if not user.has_role(Role.DEPARTMENT_OFFICER):
        return []
    own = user.department
    return [kind for kind in kinds().values() if own in ("", kind.department.label)]


def deliveries_visible_to(user: User) -> QuerySet[Delivery]:
    """Files of the kinds that this person sees, the newest first."""
    codes = [kind.code for kind in kinds_visible_to(user)]
    return Delivery.objects.filter(kind__in=codes).order_by("-received_at", "-id")


def delivery_of_device(delivery_id: UUID, device_id: UUID) -> Delivery | None:
    """A file that this device sent."""
    return Delivery.objects.filter(pk=delivery_id, sender_id=device_id).first()


def rows_of(delivery: Delivery) -> QuerySet[QuarantinedRow]:
    """Every row that was put aside."""
    return QuarantinedRow.objects.filter(delivery=delivery).order_by("number")


def waiting_rows(delivery: Delivery) -> QuerySet[QuarantinedRow]:
    """Rows that wait for a person."""
    return rows_of(delivery).filter(state=RowState.WAITING)


def row_visible_to(user: User, row_id: UUID) -> QuarantinedRow | None:
    """One row, with its file."""
    found = QuarantinedRow.objects.select_related("delivery")
    return found.filter(pk=row_id, delivery__in=deliveries_visible_to(user)).first()


def count_missing(delivery: Delivery) -> int:
    """How many people of the list before are not in this file."""
    kind = kinds()[delivery.kind]
    return len(missing_people(kind, delivery)) if kind.is_whole_list else 0


def preview(delivery: Delivery) -> Preview | None:
    """The first rows, read as they will be; None for a file that cannot be read."""
    kind = kinds()[delivery.kind]
    try:
        matched = match(kind, delivery.header)
        first = list(islice(_records(delivery), PREVIEWED))
    except Refusal:
        return None
    rows = [
        PreviewRow(
            record.number,
            record.cells or [],
            said.sentence if isinstance(said, RowFault) else "",
        )
        for record, said in read_records(kind, matched.columns, first, delivery.as_of)
    ]
    return Preview(_columns(delivery, matched), rows)


def _records(delivery: Delivery) -> Iterator[Record]:
    blocks = store.blocks(delivery.pk)
    return records(shape_of(delivery), blocks, lambda: store.whole(delivery.pk))


def needed_of(delivery: Delivery) -> list[bool]:
    """Which columns of the file must be filled in."""
    matched = match(kinds()[delivery.kind], delivery.header)
    return [bool(column and column.needed) for column in matched.columns]


def _columns(delivery: Delivery, matched: Matched) -> list[tuple[str, str]]:
    return [
        (name, column.name if column else "不用这一列")
        for name, column in zip(delivery.header, matched.columns, strict=True)
    ]


def newest_of_each() -> dict[str, Delivery]:
    """The last file of every kind, whatever became of it."""
    found = Delivery.objects.order_by("kind", "-received_at").distinct("kind")
    return {delivery.kind: delivery for delivery in found}


def held_count(codes: Sequence[str]) -> int:
    """How many files wait for a lead officer."""
    return Delivery.objects.filter(kind__in=codes, state=DeliveryState.HELD).count()
