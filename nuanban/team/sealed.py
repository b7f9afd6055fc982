"""Phones of members at rest."""

from uuid import UUID

from django.conf import settings

from nuanban.lib.sealing import Keyring, kept_keyring


def keyring() -> Keyring:
    """The keys of this city."""
    return kept_keyring(settings.KEYS)


def seal_phone(phone: str, member: UUID) -> bytes:
    """Seals a phone for one member."""
    return keyring().seal(phone, f"team.member.phone.{member}")


def open_phone(sealed: bytes, member: UUID) -> str:
    """The phone that was sealed."""
    return keyring().open(bytes(sealed), f"team.member.phone.{member}")
