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
    asked = ("name", "tell_by", "tell_relative_too", "needs", "care")
    people = Resident.objects.filter(pk__in=ids)
    return {
        key: Contact(
            resident_id=key,
            name=name,
            phone=_open(phone, "resident.phone", key),
            address=_open(address, "resident.address", key),
            tell_by=tell_by,
            large_print=Need.LARGE_PRINT in needs or bool(care),
            braille=Need.BRAILLE in needs,
            relative_phone=relatives.get(key, "") if relative_too else "",
        )
        for key, phone, address, name, tell_by, relative_too, needs, care in people.values_list(
            "pk", "phone_sealed", "address_sealed", *asked
        )
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
