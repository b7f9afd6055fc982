"""Many people at once by their ID numbers: for the files of departments."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from nuanban.residents.enums import IdentityKind, StatusKind
from nuanban.residents.models import Status
from nuanban.residents.sealed import index

# Arrays instead of lists of parameters: thousands of them would take longer to write than to find.
_HOLDERS = """
SELECT number_index, resident_id FROM residents_identity
WHERE kind = %s AND number_index = ANY(%s) AND withdrawn_at IS NULL
"""
_NAMES = "SELECT id, name FROM residents_resident WHERE id = ANY(%s)"


def holders_of(numbers: Collection[str]) -> dict[str, UUID]:
    """The people with these ID card numbers (18 characters each); unknown numbers are left out."""
    wanted = {index(IdentityKind.ID_CARD, number): number for number in numbers}
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [IdentityKind.ID_CARD.value, list(wanted)])
        return {wanted[bytes(key)]: resident for key, resident in cursor.fetchall()}


def names_of(people: Collection[UUID]) -> dict[UUID, str]:
    """Names as they are written on file."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [list(people)])
        return dict(cursor.fetchall())


def count_holding(kinds: Collection[StatusKind], source: str) -> int:
    """How many people hold a status of these kinds from this source, ended ones too."""
    held = Status.objects.filter(kind__in=kinds, source=source, withdrawn_at=None)
    return held.values("resident_id").distinct().count()


def people_holding(kinds: Collection[StatusKind], source: str) -> set[UUID]:
    """Who holds a status of these kinds from this source."""
    held = Status.objects.filter(kind__in=kinds, source=source, withdrawn_at=None)
    return set(held.values_list("resident_id", flat=True))
