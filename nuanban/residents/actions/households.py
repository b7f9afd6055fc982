"""Who is registered together: a household is founded, joined, left, and has one head."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import new_key
from nuanban.residents.enums import Relation, Source
from nuanban.residents.households import now_members, now_of
from nuanban.residents.models import Household, HouseholdMember, Resident


class InHousehold(Refusal):
    """{name}已经在另一户里，请先从那一户迁出。"""


class NoHousehold(Refusal):
    """{name}现在不在任何一户里，请刷新后再看。"""


class HasHead(Refusal):
    """这一户已经有户主了；要换户主，请用“换成户主”。"""


class EarlierDay(Refusal):
    """日期不能早于{name}迁入这一户的日期 {since}。"""


@transaction.atomic
def open_household(
    head: Resident, *, source: Source, since: date, by: Actor, at: datetime
) -> Household:
    """A new household with this head, where the head is registered."""
    division = head.registered_division_id or head.resident_division_id
    household = Household.objects.create(id=new_key(), division_id=division, created_at=at)
    record("residents.household_opened", by=by, at=at, subject_id=head.pk, object_id=household.pk)
    join_household(head, household, is_head=True, source=source, since=since, by=by, at=at)
    return household


@transaction.atomic
def join_household(
    resident: Resident,
    household: Household,
    *,
    source: Source,
    since: date,
    by: Actor,
    at: datetime,
    relation: Relation | None = None,
    is_head: bool = False,
) -> HouseholdMember:
    """Somebody without a household joins this one."""
    if now_of(resident) is not None:
        raise InHousehold(name=resident.name)
    if is_head and now_members(household).filter(is_head=True).exists():
        raise HasHead
    new = HouseholdMember(
        household=household,
        resident=resident,
        is_head=is_head,
        relation=relation or "",
        valid_from=since,
        source=source,
        recorded_at=at,
    )
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        raise InHousehold(name=resident.name) from None
    _note("joined", new, by, at)
    return new


@transaction.atomic
def leave_household(resident: Resident, *, since: date, by: Actor, at: datetime) -> None:
    """From `since` on somebody no longer belongs there. A head who leaves leaves it without one."""
    membership = _locked(resident)
    _close([membership], since, at)
    _note("left", membership, by, at)


@transaction.atomic
def set_head(resident: Resident, *, since: date, by: Actor, at: datetime) -> HouseholdMember:
    """From `since` on somebody is the head of the household they live in."""
    membership = _locked(resident)
    heads = HouseholdMember.objects.select_for_update().filter(
        household=membership.household_id, is_head=True, valid_to=None, withdrawn_at=None
    )
    if membership.is_head:
        return membership
    for old in _close(heads, since, at):
        _again(old, since, at, is_head=False).save(force_insert=True)
    _close([membership], since, at)
    new = _again(membership, since, at, is_head=True)
    new.save(force_insert=True)
    _note("headed", new, by, at)
    return new


def _locked(resident: Resident) -> HouseholdMember:
    found = (
        HouseholdMember.objects.select_for_update()
        .select_related("resident")
        .filter(resident=resident, valid_to=None, withdrawn_at=None)
    )
    membership = found.first()
    if membership is None:
        raise NoHousehold(name=resident.name)
    return membership


def _close(rows: Iterable[HouseholdMember], since: date, at: datetime) -> list[HouseholdMember]:
    """Ends memberships on the day before `since`."""
    closed = list(rows)
    for row in closed:
        if row.valid_from > since:
            raise EarlierDay(name=row.resident.name, since=row.valid_from.isoformat())
    HouseholdMember.objects.filter(pk__in=[row.pk for row in closed]).update(withdrawn_at=at)
    last = since - timedelta(days=1)
    ended = [
        _again(row, row.valid_from, at, until=last) for row in closed if row.valid_from <= last
    ]
    HouseholdMember.objects.bulk_create(ended)
    return closed


def _again(
    row: HouseholdMember,
    since: date,
    at: datetime,
    *,
    until: date | None = None,
    is_head: bool | None = None,
) -> HouseholdMember:
    changed = is_head is not None and is_head != row.is_head
    return HouseholdMember(
        id=new_key(),
        household_id=row.household_id,
        resident_id=row.resident_id,
        is_head=row.is_head if is_head is None else is_head,
        # What somebody was to the old head is not what they are to the new one.
        relation="" if changed else row.relation,
        valid_from=since,
        valid_to=until,
        source=row.source,
        recorded_at=at,
    )


def _note(deed: str, membership: HouseholdMember, by: Actor, at: datetime) -> None:
    record(
        f"residents.household_{deed}",
        by=by,
        at=at,
        subject_id=membership.resident_id,
        object_id=membership.household_id,
    )
