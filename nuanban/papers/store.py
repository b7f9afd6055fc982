"""Files of the city: sealed under their own names below the uploads folder."""

import os
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.conf import settings

from nuanban.lib.sealing import Keyring, kept_keyring

Shelf = Literal["uploads", "documents", "lists"]


def _keyring() -> Keyring:
    return kept_keyring(settings.KEYS)


def _path(shelf: Shelf, key: UUID) -> Path:
    return Path(settings.UPLOADS) / shelf / key.hex[-2:] / key.hex


def put(shelf: Shelf, key: UUID, content: bytes) -> None:
    """Writes a file so that it is there whole or not at all, on disk before the row commits."""
    path = _path(shelf, key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(_keyring().seal_bytes(content, f"{shelf}.{key}"))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def get(shelf: Shelf, key: UUID) -> bytes:
    """The content of a file."""
    return _keyring().open_bytes(_path(shelf, key).read_bytes(), f"{shelf}.{key}")
