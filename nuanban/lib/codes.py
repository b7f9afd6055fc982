"""Codes that people read aloud and type: they cannot be guessed, and no two signs look alike."""

import secrets

ALPHABET = "ABCDEFGHJKLMNPQRTUVWXY346789"


def new_code(length: int) -> str:
    """A code of so many signs."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
