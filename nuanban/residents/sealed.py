"""The city's keyring and the places that residents' sealed fields are bound to."""

from typing import Literal
from uuid import UUID

from django.conf import settings

from nuanban.lib.sealing import Keyring, kept_keyring

Place = Literal["identity.number", "resident.phone", "resident.address", "relative.phone"]


def keyring() -> Keyring:
    """The keys of this city."""
    return kept_keyring(settings.KEYS)


def seal(text: str, place: Place, row: UUID) -> bytes:
    """Seals a field for one row."""
    return keyring().seal(text, f"residents.{place}.{row}")


def unseal(sealed: bytes, place: Place, row: UUID) -> str:
    """The text of a sealed field."""
    return keyring().open(sealed, f"residents.{place}.{row}")


def index(kind: str, text: str) -> bytes:
    """Blind index under which a number is looked up."""
    return keyring().index(kind, text)
