"""Good rows become what the city knows: facts and statuses, batch by batch."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from nuanban.eligibility import actions as eligibility
from nuanban.eligibility import queries as known
from nuanban.feeds.actions.leavers import settle_leavers
from nuanban.feeds.enums import DeliveryState
from nuanban.feeds.guard import last_kept
from nuanban.feeds.kinds import FeedKind
from nuanban.feeds.models import Delivery, Line
from nuanban.feeds.sealed import newcomer
from nuanban.journal.actions import record
from nuanban.lib.actor import SYSTEM, Actor
from nuanban.lib.id_numbers import read_id_number
from nuanban.residents import actions as residents
from nuanban.residents import queries as people
from nuanban.residents.enums import StatusKind

BATCH = 2_000
READ_SHARE, WHOLE = 70, 100
_WRITTEN = "UPDATE feeds_line SET written_at = %s WHERE id = ANY(%s)"
Clock = Callable[[], datetime]


def keep_lines(kind: FeedKind, delivery: Delivery, *, clock: Clock) -> None:
    """Writes every line that is not written yet, then says that the file is kept."""
    by = sender_of(delivery)
    while True:
        with transaction.atomic():
            waiting = Line.objects.filter(delivery=delivery, written_at=None).order_by("number")
            batch = list(waiting[:BATCH])
            if not batch:
                break
            write(kind, delivery, batch, by=by, at=clock())
            _note_progress(delivery, len(batch))
    _finish(kind, delivery, by, clock())


def sender_of(delivery: Delivery) -> Actor:
    """Whoever brought the file answers for what it says."""
    if delivery.sender_kind == "system":
        return SYSTEM
    is_device = delivery.sender_kind == "device"
    return Actor(
        "device" if is_device else "staff",
        delivery.sender_id,
        delivery.sender_name,
        device_id=delivery.sender_id if is_device else None,
    )


def write(
    kind: FeedKind, delivery: Delivery, lines: Sequence[Line], *, by: Actor, at: datetime
) -> None:
    """Writes these lines, in their order, inside the transaction of the caller."""
    _register_newcomers(kind, delivery, lines, by, at)
    by_person: dict[UUID, list[Line]] = defaultdict(list)
    for line in lines:
        if line.resident_id is not None:
            by_person[line.resident_id].append(line)
    _keep_facts(kind, delivery, by_person, by, at)
    _keep_statuses(kind, delivery, by_person, by, at)
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, [at, [line.pk for line in lines]])


def _register_newcomers(
    kind: FeedKind, delivery: Delivery, lines: Sequence[Line], by: Actor, at: datetime
) -> None:
    new: dict[str, list[Line]] = defaultdict(list)
    names: dict[str, str] = {}
    for line in lines:
        if line.resident_id is None and line.newcomer_sealed is not None:
            name, number = newcomer(bytes(line.newcomer_sealed), delivery.pk, line.number)
            new[number].append(line)
            names[number] = name
    if not new:
        return
    on_file = people.holders_of(new)
    unknown = [number for number in new if number not in on_file]
    news = [
        residents.NewResident(
            name=names[number],
            id_number=read_id_number(number, today=delivery.as_of),
            source=kind.source,
        )
        for number in unknown
    ]
    residents.register_many(news, by=by, at=at)
    for number, person in people.holders_of(new).items():
        for line in new[number]:
            line.resident_id = person
    changed = [line for several in new.values() for line in several]
    Line.objects.bulk_update(changed, ["resident"])


def _keep_facts(
    kind: FeedKind,
    delivery: Delivery,
    by_person: dict[UUID, list[Line]],
    by: Actor,
    at: datetime,
) -> None:
    before = known.current_facts(kind.department, list(by_person))
    records = []
    for person, lines in by_person.items():
        older = before.get(person, {})
        facts = _merged(kind, older, lines)
        if facts != older or person not in before:
            begins = max(line.valid_from for line in lines)
            records.append(eligibility.NewRecord(person, facts, begins))
    if records:
        eligibility.keep_records(kind.department, records, by=by, at=at, origin_id=delivery.pk)


def _merged(kind: FeedKind, older: dict[str, Any], lines: Sequence[Line]) -> dict[str, Any]:
    """A list says everything anew; changes add to what was known before."""
    facts: dict[str, Any] = dict(older) if kind.changes else {}
    for line in sorted(lines, key=lambda line: (line.valid_from, line.number)):
        facts.update(line.facts)
    return facts


def _keep_statuses(
    kind: FeedKind,
    delivery: Delivery,
    by_person: dict[UUID, list[Line]],
    by: Actor,
    at: datetime,
) -> None:
    said = {
        person: lines
        for person, lines in by_person.items()
        if any(line.statuses is not None for line in lines)
    }
    if not said:
        return
    held = [
        _held(person, one)
        for person, lines in said.items()
        for line in lines
        for one in line.statuses or []
    ]
    residents.keep_statuses(
        kind.source,
        kinds=kind.status_kinds,
        people=list(said),
        held=held,
        day=delivery.as_of,
        by=by,
        at=at,
    )


def _held(person: UUID, one: dict[str, Any]) -> residents.HeldStatus:
    return residents.HeldStatus(
        resident_id=person,
        kind=StatusKind(one["kind"]),
        valid_from=_day(one.get("since")),
        category=one.get("category", ""),
        level=one.get("level"),
        valid_to=_day(one.get("until")),
        evidence=one.get("evidence", ""),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _note_progress(delivery: Delivery, added: int) -> None:
    delivery.written += added
    rest = (WHOLE - READ_SHARE) * delivery.written // max(1, delivery.accepted)
    delivery.progress = min(WHOLE - 1, READ_SHARE + rest)
    delivery.save(update_fields=["written", "progress"])


@transaction.atomic
def _finish(kind: FeedKind, delivery: Delivery, by: Actor, at: datetime) -> None:
    delivery.state, delivery.finished_at = DeliveryState.KEPT, at
    delivery.progress, delivery.written = WHOLE, delivery.accepted
    last = last_kept(delivery)
    delivery.save()
    counts = {"kind": kind.code, "accepted": delivery.accepted, "aside": delivery.quarantined}
    record("feeds.kept", by=by, at=at, object_id=delivery.pk, payload=counts)
    if kind.is_whole_list:
        eligibility.note_whole_list(kind.department, by=by, at=at)
        settle_leavers(kind, delivery, by=by, at=at)
    if last is not None and (last.as_of, last.received_at) < (delivery.as_of, delivery.received_at):
        Line.objects.filter(delivery=last).delete()
