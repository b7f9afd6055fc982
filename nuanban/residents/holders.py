"""Many people at once by their ID numbers: for the files of departments."""

from collections.abc import Collection
from uuid import UUID

from nuanban.residents.enums import IdentityKind, StatusKind
from nuanban.residents.models import Identity, Resident, Status
from nuanban.residents.sealed import index

AT_ONCE = 4_000


def holders_of(numbers: Collection[str]) -> dict[str, UUID]:
    """The people with these ID card numbers (18 characters each); unknown numbers are left out."""
    wanted = {index(IdentityKind.ID_CARD, number): number for number in numbers}
    keys, found = list(wanted), {}
    for start in range(0, len(keys), AT_ONCE):
        held = Identity.objects.filter(
            kind=IdentityKind.ID_CARD,
            number_index__in=keys[start : start + AT_ONCE],
            withdrawn_at=None,
        )
        for key, resident in held.values_list("number_index", "resident_id"):
            found[wanted[bytes(key)]] = resident
    return found


def names_of(people: Collection[UUID]) -> dict[UUID, str]:
    """Names as they are written on file."""
    return dict(Resident.objects.filter(pk__in=list(people)).values_list("pk", "name"))


def count_holding(kinds: Collection[StatusKind], source: str) -> int:
    """How many people hold a status of these kinds from this source, ended ones too."""
    held = Status.objects.filter(kind__in=kinds, source=source, withdrawn_at=None)
    return held.values("resident_id").distinct().count()


def people_holding(kinds: Collection[StatusKind], source: str) -> set[UUID]:
    """Who holds a status of these kinds from this source."""
    held = Status.objects.filter(kind__in=kinds, source=source, withdrawn_at=None)
    return set(held.values_list("resident_id", flat=True))
