"""Dated statuses, needs, relatives and preferences of a person."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable
from nuanban.lib.keys import new_key
from nuanban.lib.names import name_fault
from nuanban.lib.phones import mask_phone
from nuanban.residents.enums import Need, Relation, Source, StatusKind, TellBy
from nuanban.residents.models import Relative, Resident, Status
from nuanban.residents.sealed import seal


class StatusKnown(Refusal):
    """同一来源的这条身份已经登记过了，不用再记一次。"""


class StatusWithdrawn(Refusal):
    """这条身份已经撤销过了。"""


@transaction.atomic
def add_status(
    resident: Resident,
    *,
    kind: StatusKind,
    valid_from: date,
    source: Source,
    by: Actor,
    at: datetime,
    category: str = "",
    level: int | None = None,
    valid_to: date | None = None,
    evidence: str = "",
) -> Status:
    """Writes down a dated status with its source and evidence."""
    if valid_to is not None and valid_to < valid_from:
        raise Unusable(sentence="截止日期不能早于开始日期。")
    if kind == StatusKind.DISABILITY and not (category and level):
        raise Unusable(sentence="残疾要写明类别（1–7）和等级（1–4）。")
    status = Status(
        resident=resident,
        kind=kind,
        category=category,
        level=level,
        valid_from=valid_from,
        valid_to=valid_to,
        source=source,
        evidence=evidence,
        recorded_at=at,
    )
    try:
        with transaction.atomic():
            status.save(force_insert=True)
    except IntegrityError:
        raise StatusKnown from None
    record(
        "residents.status_added",
        by=by,
        at=at,
        subject_id=resident.pk,
        object_id=status.pk,
        payload={"kind": kind.value, "source": source.value},
    )
    return status


@transaction.atomic
def withdraw_status(status: Status, *, by: Actor, at: datetime) -> None:
    """Marks a status as wrong; the row stays, so that older decisions remain explained."""
    changed = Status.objects.filter(pk=status.pk, withdrawn_at=None).update(withdrawn_at=at)
    if not changed:
        raise StatusWithdrawn
    record(
        "residents.status_withdrawn",
        by=by,
        at=at,
        subject_id=status.resident_id,
        object_id=status.pk,
    )


@transaction.atomic
def set_needs(
    resident: Resident, *, needs: Sequence[Need], dialect: str, by: Actor, at: datetime
) -> Resident:
    """What helps this person, as the person says or the guide sees."""
    resident.needs, resident.dialect = [need.value for need in needs], dialect
    resident.save(update_fields=["needs", "dialect"])
    record(
        "residents.needs_set",
        by=by,
        at=at,
        subject_id=resident.pk,
        object_id=resident.pk,
        payload={"needs": resident.needs},
    )
    return resident


@transaction.atomic
def set_preferences(
    resident: Resident,
    *,
    tell_by: TellBy,
    tell_relative_too: bool,
    by: Actor,
    at: datetime,
    care_size: int = 0,
) -> Resident:
    """How the person wants to be told, and how large screens and letters are (0: as usual, 1–3)."""
    resident.tell_by, resident.tell_relative_too = tell_by, tell_relative_too
    resident.care = {"on": True, "size": care_size} if care_size else {}
    resident.save(update_fields=["tell_by", "tell_relative_too", "care"])
    record(
        "residents.preferences_set",
        by=by,
        at=at,
        subject_id=resident.pk,
        object_id=resident.pk,
        payload={"tell_by": tell_by.value},
    )
    return resident


@transaction.atomic
def tie_relative(
    resident: Resident,
    *,
    relation: Relation,
    name: str,
    phone: str,
    source: Source,
    by: Actor,
    at: datetime,
    other: Resident | None = None,
) -> Relative:
    """Writes down a relative, on file or known by name and phone only."""
    fault = name_fault(name)
    if fault:
        raise Unusable(sentence=fault)
    key = new_key()
    relative = Relative.objects.create(
        id=key,
        resident=resident,
        other=other,
        relation=relation,
        name=name.strip(),
        phone_sealed=seal(phone, "relative.phone", key) if phone else None,
        phone_masked=mask_phone(phone) if phone else "",
        source=source,
        recorded_at=at,
    )
    record("residents.relative_tied", by=by, at=at, subject_id=resident.pk, object_id=relative.pk)
    return relative
