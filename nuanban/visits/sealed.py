"""Addresses, access notes and phones of visits at rest."""

from typing import Literal
from uuid import UUID

from django.conf import settings

from nuanban.lib.sealing import Keyring, kept_keyring

Place = Literal["address", "access", "contact", "signature", "form"]


def keyring() -> Keyring:
    """The keys of this city."""
    return kept_keyring(settings.KEYS)


def seal(text: str, place: Place, visit: UUID) -> bytes | None:
    """Seals a field of one visit; nothing stays nothing."""
    return keyring().seal(text, f"visits.{place}.{visit}") if text else None


def unseal(sealed: bytes | memoryview | None, place: Place, visit: UUID) -> str:
    """What was sealed."""
    return keyring().open(bytes(sealed), f"visits.{place}.{visit}") if sealed else ""


def phone_index(phone: str) -> bytes | None:
    """Blind index under which a phone is compared."""
    return keyring().index("visits.phone", phone) if phone else None
