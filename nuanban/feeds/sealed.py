"""Rows and files at rest: sealed, bound to their delivery."""

import json
from typing import Any, Literal
from uuid import UUID

from django.conf import settings

from nuanban.lib.sealing import Keyring, kept_keyring

Place = Literal["row.raw", "row.text", "line.newcomer"]


def keyring() -> Keyring:
    """The keys of this city."""
    return kept_keyring(settings.KEYS)


def seal(clear: bytes, place: Place, delivery: UUID, number: int) -> bytes:
    """Seals what belongs to one row of a delivery."""
    return keyring().seal_bytes(clear, f"feeds.{place}.{delivery}.{number}")


def unseal(sealed: bytes, place: Place, delivery: UUID, number: int) -> bytes:
    """What was sealed."""
    return keyring().open_bytes(bytes(sealed), f"feeds.{place}.{delivery}.{number}")


def seal_newcomer(name: str, number: str, delivery: UUID, line: int) -> bytes:
    """Name and ID number of somebody who is not on file yet."""
    return seal(json.dumps([name, number]).encode(), "line.newcomer", delivery, line)


def newcomer(sealed: bytes, delivery: UUID, line: int) -> tuple[str, str]:
    """Name and ID number."""
    found: Any = json.loads(unseal(sealed, "line.newcomer", delivery, line))
    return str(found[0]), str(found[1])
