"""The signing key of sessions and cookies, kept in the home folder."""

import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """The key in `folder/secret`, made (mode 0600) when missing."""
    path = folder / "secret"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f"secret.{secrets.token_hex(4)}.draft"
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            # Two first starts at once must agree on one key: only the first link succeeds.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
