"""Merkle roots over journal entries (RFC 6962 prefixes: 0 for leaves, 1 for nodes)."""

import hashlib
from collections.abc import Sequence


def leaf_digest(content: bytes) -> bytes:
    """Digest of one entry's canonical content."""
    return hashlib.sha256(b"\x00" + content).digest()


def _parents(row: Sequence[bytes]) -> list[bytes]:
    pairs = zip(row[::2], row[1::2], strict=False)
    above = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return [*above, row[-1]] if len(row) % 2 else above


def root_of(leaves: Sequence[bytes], previous: bytes) -> bytes:
    """Root over `leaves` (at least one), bound to the root before it."""
    row = list(leaves)
    while len(row) > 1:
        row = _parents(row)
    return hashlib.sha256(b"\x02" + previous + row[0]).digest()
