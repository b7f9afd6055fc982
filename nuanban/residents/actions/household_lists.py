"""A department says who is registered together: many people at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from nuanban.journal.actions import record_many
from nuanban.lib.actor import Actor
from nuanban.lib.keys import new_key
from nuanban.residents.enums import Relation, Source
from nuanban.residents.models import Household, HouseholdMember
from nuanban.residents.sealed import index

BATCH = 2_000
NO_HEAD = "这一户没有写户主，请补上户主再送。"
TWO_HEADS = "这一户写了两个以上户主，请核对后留一个。"
TWICE = "这个人写在两户里，请核对后留一户。"


@dataclass(frozen=True)
class NewMember:
    """One person of a household by its number (户号); `relation` is to the head."""

    resident_id: UUID
    number: str
    is_head: bool = False
    relation: Relation | None = None


@dataclass(frozen=True)
class RefusedMember:
    """Somebody who was not taken, and why, in words: for the quarantine of the list."""

    resident_id: UUID
    number: str
    why: str


@transaction.atomic
def keep_households(
    members: Sequence[NewMember],
    *,
    divisions: Mapping[str, str],
    source: Source,
    day: date,
    by: Actor,
    at: datetime,
) -> list[RefusedMember]:
    """Takes whole households as the list says; from `day` on its people belong there.

    `divisions`: where a household lives, by its number. A household that is not clear is left as it
    was, whole, and told: nothing is guessed. People who are not on the list stay where they are.
    """
    refused = _unclear(members)
    unclear = {one.number for one in refused}
    clear = [member for member in members if member.number not in unclear]
    homes = _homes(clear, divisions, at)
    before = _before(clear)
    changed = [m for m in clear if _differs(before.get(m.resident_id), m, homes[m.number])]
    # A head must make room before the next one is written.
    gone = [before[m.resident_id] for m in changed if m.resident_id in before]
    gone += _other_heads(homes, {m.number for m in changed}, gone)
    _end(gone, day, at)
    HouseholdMember.objects.bulk_create(
        [_row(m, homes[m.number], source, day, at) for m in changed], batch_size=BATCH
    )
    people = sorted({m.resident_id for m in changed} | {row.resident_id for row in gone})
    record_many("residents.household_kept", by=by, at=at, subjects=people)
    return refused


def _unclear(members: Sequence[NewMember]) -> list[RefusedMember]:
    numbers: dict[UUID, set[str]] = defaultdict(set)
    heads: dict[str, set[UUID]] = defaultdict(set)
    for member in members:
        numbers[member.resident_id].add(member.number)
        heads[member.number] |= {member.resident_id} if member.is_head else set()
    found = {number: NO_HEAD for number, several in heads.items() if not several}
    found |= {number: TWO_HEADS for number, several in heads.items() if len(several) > 1}
    for several in numbers.values():
        found |= dict.fromkeys(several, TWICE) if len(several) > 1 else {}
    return [
        RefusedMember(m.resident_id, m.number, found[m.number])
        for m in members
        if m.number in found
    ]


def _homes(
    members: Sequence[NewMember], divisions: Mapping[str, str], at: datetime
) -> dict[str, UUID]:
    keys = {index("household", number): number for number in {m.number for m in members}}
    found = Household.objects.filter(number_index__in=list(keys))
    homes = {keys[bytes(home.number_index or b"")]: home.pk for home in found}
    new = [
        Household(id=new_key(), number_index=key, division_id=divisions.get(number), created_at=at)
        for key, number in keys.items()
        if number not in homes
    ]
    Household.objects.bulk_create(new, batch_size=BATCH)
    return homes | {keys[bytes(home.number_index or b"")]: home.pk for home in new}


def _before(members: Sequence[NewMember]) -> dict[UUID, HouseholdMember]:
    people = [member.resident_id for member in members]
    found = HouseholdMember.objects.filter(resident__in=people, valid_to=None, withdrawn_at=None)
    return {row.resident_id: row for row in found.select_for_update()}


def _differs(old: HouseholdMember | None, new: NewMember, home: UUID) -> bool:
    said = (home, new.is_head, new.relation or "")
    return old is None or (old.household_id, old.is_head, old.relation) != said


def _other_heads(
    homes: Mapping[str, UUID], numbers: set[str], gone: Sequence[HouseholdMember]
) -> list[HouseholdMember]:
    """Heads of these households whom the list no longer names; they are in none until told."""
    heads = HouseholdMember.objects.filter(
        household__in=[homes[number] for number in numbers],
        is_head=True,
        valid_to=None,
        withdrawn_at=None,
    )
    return list(heads.exclude(pk__in=[row.pk for row in gone]))


def _end(rows: Sequence[HouseholdMember], day: date, at: datetime) -> None:
    HouseholdMember.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=at)
    closed = [
        HouseholdMember(
            id=new_key(),
            household_id=row.household_id,
            resident_id=row.resident_id,
            is_head=row.is_head,
            relation=row.relation,
            valid_from=row.valid_from,
            valid_to=day - timedelta(days=1),
            source=row.source,
            recorded_at=at,
        )
        for row in rows
        if row.valid_from < day
    ]
    HouseholdMember.objects.bulk_create(closed, batch_size=BATCH)


def _row(member: NewMember, home: UUID, source: Source, day: date, at: datetime) -> HouseholdMember:
    return HouseholdMember(
        id=new_key(),
        household_id=home,
        resident_id=member.resident_id,
        is_head=member.is_head,
        relation=member.relation or "",
        valid_from=day,
        source=source,
        recorded_at=at,
    )
