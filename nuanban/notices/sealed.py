"""The city's keyring and the places that addresses of notices are bound to."""

from typing import Literal
from uuid import UUID

from django.conf import settings

from nuanban.lib.sealing import Keyring, kept_keyring

Place = Literal["notice.to", "inbound.sender"]


def _keyring() -> Keyring:
    return kept_keyring(settings.KEYS)


def seal(text: str, place: Place, row: UUID) -> bytes:
    """Seals an address for one row."""
    return _keyring().seal(text, f"notices.{place}.{row}")


def unseal(sealed: bytes, place: Place, row: UUID) -> str:
    """The text of a sealed address."""
    return _keyring().open(sealed, f"notices.{place}.{row}")


def phone_index(digits: str) -> bytes:
    """Blind index of a telephone number, the same as that of the people on file."""
    return _keyring().index("phone", digits)
