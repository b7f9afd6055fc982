"""How people are reached, many at once, for the rooms that tell them something."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from nuanban.residents.enums import Need
from nuanban.residents.models import Relative, Resident
from nuanban.residents.sealed import Place, unseal


@dataclass(frozen=True)
class Contact:
    """Name, open phone and address, and the way the person wants. Never shown, never kept."""

    resident_id: UUID
    name: str
    phone: str
    address: str
    tell_by: str
    large_print: bool
    braille: bool
    relative_phone: str = ""


def contacts_of(ids: Sequence[UUID]) -> dict[UUID, Contact]:
    """Contacts by person."""
    relatives = _relatives(ids)
    return {
        person.pk: Contact(
            resident_id=person.pk,
            name=person.name,
            phone=_open(person.phone_sealed, "resident.phone", person.pk),
            address=_open(person.address_sealed, "resident.address", person.pk),
            tell_by=person.tell_by,
            large_print=Need.LARGE_PRINT in person.needs or bool(person.care),
            braille=Need.BRAILLE in person.needs,
            relative_phone=relatives.get(person.pk, "") if person.tell_relative_too else "",
        )
        for person in Resident.objects.filter(pk__in=ids)
    }


def _open(sealed: bytes | memoryview | None, place: Place, key: UUID) -> str:
    return unseal(bytes(sealed), place, key) if sealed else ""


def _relatives(ids: Sequence[UUID]) -> dict[UUID, str]:
    """The first relative with a phone of each who wants one told."""
    found: dict[UUID, str] = {}
    told = Relative.objects.filter(
        resident_id__in=ids,
        resident__tell_relative_too=True,
        withdrawn_at=None,
        phone_sealed__isnull=False,
    )
    for relative in told.order_by("recorded_at"):
        sealed = bytes(relative.phone_sealed or b"")
        found.setdefault(relative.resident_id, unseal(sealed, "relative.phone", relative.pk))
    return found
