"""A source says anew which statuses people hold: many people at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from nuanban.journal.actions import record_many
from nuanban.lib.actor import Actor
from nuanban.residents.enums import Source, StatusKind
from nuanban.residents.models import Status

BATCH = 2_000


@dataclass(frozen=True)
class HeldStatus:
    """A status that somebody holds. `valid_from` None: as before, or from the day of the list."""

    resident_id: UUID
    kind: StatusKind
    valid_from: date | None = None
    category: str = ""
    level: int | None = None
    valid_to: date | None = None
    evidence: str = ""


@transaction.atomic
def keep_statuses(
    source: Source,
    *,
    kinds: Collection[StatusKind],
    people: Collection[UUID],
    held: Sequence[HeldStatus],
    day: date,
    by: Actor,
    at: datetime,
) -> int:
    """Of `people`, the source's statuses of `kinds` become those in `held`.

    What is the same stays; what changed is withdrawn and written anew. Returns how many people
    changed. Entries in the journal are of a bulk deed: one a person, without readers.
    """
    before = _current(source, kinds, people)
    wanted: dict[UUID, list[HeldStatus]] = defaultdict(list)
    for one in held:
        wanted[one.resident_id].append(one)
    gone: list[UUID] = []
    new: list[Status] = []
    changed: set[UUID] = set()
    for person in people:
        kept, fresh = _compare(before.get(person, []), wanted.get(person, []))
        out = [old.pk for old in before.get(person, []) if old.pk not in kept]
        gone += out
        new += [_row(one, source, day, at) for one in fresh]
        if out or fresh:
            changed.add(person)
    Status.objects.filter(pk__in=gone).update(withdrawn_at=at)
    Status.objects.bulk_create(new, batch_size=BATCH)
    record_many("residents.statuses_kept", by=by, at=at, subjects=sorted(changed))
    return len(changed)


def _current(
    source: Source, kinds: Collection[StatusKind], people: Collection[UUID]
) -> dict[UUID, list[Status]]:
    found = Status.objects.filter(
        source=source, kind__in=list(kinds), resident__in=list(people), withdrawn_at=None
    )
    by_person: dict[UUID, list[Status]] = defaultdict(list)
    for status in found:
        by_person[status.resident_id].append(status)
    return by_person


def _compare(
    before: Sequence[Status], wanted: Sequence[HeldStatus]
) -> tuple[set[UUID], list[HeldStatus]]:
    kept: set[UUID] = set()
    fresh: list[HeldStatus] = []
    for one in wanted:
        same = next((old for old in before if old.pk not in kept and _is_same(old, one)), None)
        if same is None:
            fresh.append(one)
        else:
            kept.add(same.pk)
    return kept, fresh


def _is_same(old: Status, new: HeldStatus) -> bool:
    since = new.valid_from in (None, old.valid_from)
    said = (new.kind, new.category, new.level, new.valid_to)
    return since and (old.kind, old.category, old.level, old.valid_to) == said


def _row(new: HeldStatus, source: Source, day: date, at: datetime) -> Status:
    begins = new.valid_from or day
    return Status(
        resident_id=new.resident_id,
        kind=new.kind,
        category=new.category,
        level=new.level,
        valid_from=min(begins, new.valid_to) if new.valid_to else begins,
        valid_to=new.valid_to,
        source=source,
        evidence=new.evidence,
        recorded_at=at,
    )
