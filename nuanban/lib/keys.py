"""Keys of rows and operations: UUID version 7, which sort by the moment they were made."""

import uuid

from uuid_utils.compat import uuid7


def new_key() -> uuid.UUID:
    """A fresh UUIDv7 (RFC 9562)."""
    return uuid7()


def read_key(text: str) -> uuid.UUID | None:
    """The UUID written in `text`, or None where there is none."""
    try:
        return uuid.UUID(text.strip())
    except ValueError:
        return None
