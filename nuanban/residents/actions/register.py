"""A person enters the file: one at a counter, or many from a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from nuanban.journal.actions import record, record_many, write_all
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable, residents_read
from nuanban.lib.id_numbers import IdNumber, mask_number, tidy_number
from nuanban.lib.keys import new_key
from nuanban.lib.names import name_fault, search_keys
from nuanban.lib.phones import mask_phone
from nuanban.residents.enums import IdentityKind, Need, Sex, Source, StatusKind
from nuanban.residents.models import Identity, Resident, Status
from nuanban.residents.sealed import index, seal

TAIL = 4


@residents_read
class IdentityTaken(Refusal):
    """这个证件号已经登记在{masked}名下，请先查找是否同一个人。"""


@dataclass(frozen=True)
class NewStatus:
    """A dated status as it comes with a new person."""

    kind: StatusKind
    valid_from: date
    source: Source
    category: str = ""
    level: int | None = None
    valid_to: date | None = None
    evidence: str = ""


@dataclass(frozen=True)
class NewResident:
    """What is known of a person who enters the file; a name is enough, the rest may follow."""

    name: str
    birth_on: date | None = None
    sex: Sex | None = None
    id_number: IdNumber | None = None
    phone: str = ""
    address: str = ""
    registered_division: str | None = None
    resident_division: str | None = None
    needs: Sequence[Need] = ()
    dialect: str = ""
    source: Source = Source.PERSON
    statuses: Sequence[NewStatus] = field(default=())


@transaction.atomic
def register(new: NewResident, *, by: Actor, at: datetime) -> Resident:
    """Enters one person; two fields are enough and the record is completed later."""
    resident, identity, statuses = _rows(new, at)
    if identity is not None:
        _refuse_taken(identity)
    resident.save(force_insert=True)
    if identity is not None:
        identity.save(force_insert=True)
    Status.objects.bulk_create(statuses)
    record(
        "residents.registered",
        by=by,
        at=at,
        subject_id=resident.pk,
        object_id=resident.pk,
        payload={"complete": resident.is_complete, "source": new.source.value},
    )
    return resident


@transaction.atomic
def register_many(news: Sequence[NewResident], *, by: Actor, at: datetime) -> int:
    """Enters a list of people in one transaction (import); a number taken stops the whole list."""
    rows = [_rows(new, at) for new in news]
    residents = [resident for resident, _, _ in rows]
    write_all(residents)
    write_all([i for _, i, _ in rows if i is not None])
    write_all([s for _, _, several in rows for s in several])
    record_many("residents.registered", by=by, at=at, subjects=[r.pk for r in residents])
    return len(residents)


def _rows(new: NewResident, at: datetime) -> tuple[Resident, Identity | None, list[Status]]:
    fault = name_fault(new.name)
    if fault:
        raise Unusable(sentence=fault)
    number = new.id_number
    resident = Resident(
        id=new_key(),
        name=new.name.strip(),
        birth_on=new.birth_on or (number.birth_on if number else None),
        sex=new.sex or (number.sex if number else ""),
        registered_division_id=new.registered_division,
        resident_division_id=new.resident_division,
        needs=[need.value for need in new.needs],
        dialect=new.dialect,
        search_keys=search_keys(new.name),
        is_complete=number is not None,
        created_at=at,
    )
    _fill_phone(resident, new.phone)
    if new.address:
        resident.address_sealed = seal(new.address, "resident.address", resident.pk)
    identity = number and _id_card(resident, number, new.source, at)
    statuses = [_status(resident, status, at) for status in new.statuses]
    return resident, identity or None, statuses


def _fill_phone(resident: Resident, phone: str) -> None:
    """`phone` is digits as read by lib.phones, or empty."""
    resident.phone_sealed = seal(phone, "resident.phone", resident.pk) if phone else None
    resident.phone_index = index("phone", phone) if phone else None
    resident.phone_tail_index = index("phone-tail", phone[-TAIL:]) if phone else None
    resident.phone_masked = mask_phone(phone) if phone else ""


def _id_card(resident: Resident, number: IdNumber, source: Source, at: datetime) -> Identity:
    return _identity(
        resident,
        kind=IdentityKind.ID_CARD,
        number=number.number,
        source=source,
        overridden=bool(number.warning),
        at=at,
    )


def _identity(
    resident: Resident,
    *,
    kind: IdentityKind,
    number: str,
    source: Source,
    overridden: bool,
    at: datetime,
) -> Identity:
    key = new_key()
    return Identity(
        id=key,
        resident=resident,
        kind=kind,
        number_sealed=seal(number, "identity.number", key),
        number_index=index(kind, number),
        number_masked=mask_number(number),
        check_overridden=overridden,
        source=source,
        recorded_at=at,
    )


def _status(resident: Resident, new: NewStatus, at: datetime) -> Status:
    return Status(
        resident=resident,
        kind=new.kind,
        category=new.category,
        level=new.level,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        source=new.source,
        evidence=new.evidence,
        recorded_at=at,
    )


def _refuse_taken(identity: Identity) -> None:
    taken = Identity.objects.filter(
        kind=identity.kind, number_index=identity.number_index, withdrawn_at=None
    ).first()
    if taken is not None:
        raise IdentityTaken(masked=taken.number_masked)


@transaction.atomic
def complete(
    resident: Resident,
    *,
    name: str,
    birth_on: date | None,
    id_number: IdNumber | None,
    by: Actor,
    at: datetime,
) -> Resident:
    """Fills in a record that began with two fields."""
    fault = name_fault(name)
    if fault:
        raise Unusable(sentence=fault)
    resident.name, resident.search_keys = name.strip(), search_keys(name)
    resident.birth_on = birth_on or (id_number.birth_on if id_number else resident.birth_on)
    if id_number is not None:
        resident.sex, resident.is_complete = id_number.sex, True
        identity = _id_card(resident, id_number, Source.PAPER_SEEN, at)
        _refuse_taken(identity)
        identity.save(force_insert=True)
    resident.save()
    record("residents.completed", by=by, at=at, subject_id=resident.pk, object_id=resident.pk)
    return resident


@transaction.atomic
def add_identity(
    resident: Resident,
    *,
    kind: IdentityKind,
    number: str,
    source: Source,
    by: Actor,
    at: datetime,
) -> Identity:
    """Adds another paper by which the person is known."""
    identity = _identity(
        resident, kind=kind, number=tidy_number(number), source=source, overridden=False, at=at
    )
    _refuse_taken(identity)
    identity.save(force_insert=True)
    record(
        "residents.identity_added",
        by=by,
        at=at,
        subject_id=resident.pk,
        object_id=identity.pk,
        payload={"kind": kind.value},
    )
    return identity


@transaction.atomic
def set_phone(resident: Resident, *, phone: str, by: Actor, at: datetime) -> Resident:
    """Sets or clears the phone number (digits as read by lib.phones)."""
    _fill_phone(resident, phone)
    resident.save(update_fields=["phone_sealed", "phone_index", "phone_tail_index", "phone_masked"])
    record("residents.phone_changed", by=by, at=at, subject_id=resident.pk, object_id=resident.pk)
    return resident


@transaction.atomic
def set_address(
    resident: Resident, *, address: str, division: str | None, by: Actor, at: datetime
) -> Resident:
    """Sets where the person lives."""
    resident.address_sealed = seal(address, "resident.address", resident.pk) if address else None
    resident.resident_division_id = division
    resident.save(update_fields=["address_sealed", "resident_division"])
    record("residents.moved", by=by, at=at, subject_id=resident.pk, object_id=resident.pk)
    return resident
