"""Originals on disk, sealed block by block: a large file is never whole in memory.

Each block is bound to the file and its place, so none can be dropped, moved or exchanged unseen.
"""

import hashlib
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from nuanban.feeds.sealed import keyring
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import new_key

BLOCK = 1_000_000
MOST_BYTES = 1_000_000_000
_LENGTH = struct.Struct(">I")


class FileTooLarge(Refusal):
    """文件超过 1 GB，请分成几份送来。"""


@dataclass(frozen=True)
class Stored:
    """A file that lies on disk, sealed."""

    key: UUID
    size: int
    digest: bytes


def _path(key: UUID) -> Path:
    return Path(settings.UPLOADS) / "feeds" / key.hex[-2:] / key.hex


def take(chunks: Iterable[bytes]) -> Stored:
    """Writes a file; it is there whole, or not at all."""
    key, digest, size = new_key(), hashlib.sha256(), 0
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".draft")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            for turn, block in enumerate(_blocks(chunks)):
                size += len(block)
                if size > MOST_BYTES:
                    raise FileTooLarge
                digest.update(block)
                sealed = keyring().seal_bytes(block, f"feeds.file.{key}.{turn}")
                file.write(_LENGTH.pack(len(sealed)) + sealed)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return Stored(key, size, digest.digest())


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= BLOCK:
            yield bytes(held[:BLOCK])
            del held[:BLOCK]
    if held:
        yield bytes(held)


def blocks(key: UUID) -> Iterator[bytes]:
    """The file, block by block."""
    with _path(key).open("rb") as file:
        turn = 0
        while head := file.read(_LENGTH.size):
            sealed = file.read(_LENGTH.unpack(head)[0])
            yield keyring().open_bytes(sealed, f"feeds.file.{key}.{turn}")
            turn += 1


def whole(key: UUID) -> bytes:
    """The whole file, for formats that cannot be read in pieces."""
    return b"".join(blocks(key))


def throw_away(key: UUID) -> None:
    """Removes a file that no delivery needs."""
    _path(key).unlink(missing_ok=True)
