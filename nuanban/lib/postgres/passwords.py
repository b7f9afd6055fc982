"""The passwords of the database roles, kept in the home folder's keys (mode 0600)."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

FILE = "database.json"


def read_passwords(keys: Path) -> Mapping[str, str]:
    """Password by role name; empty before the first start."""
    try:
        passwords: dict[str, str] = json.loads((keys / FILE).read_text())
    except FileNotFoundError:
        return {}
    return passwords


def make_passwords(keys: Path, role_names: list[str]) -> Mapping[str, str]:
    """The kept passwords, completed for roles that have none yet."""
    kept = dict(read_passwords(keys))
    missing = [name for name in role_names if name not in kept]
    if not missing:
        return kept
    kept.update({name: secrets.token_urlsafe(32) for name in missing})
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = keys / f"{FILE}.{secrets.token_hex(4)}.part"
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump(kept, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(keys / FILE)
    return kept
