"""The switch that stops everything going out: a file, because it must work without a database.

A restored city has it: what the backup calls unsent may have gone out since.
"""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings


def _switch() -> Path:
    return Path(settings.HOME) / "run" / "sending-paused"


def paused_since() -> datetime | None:
    """Since when nothing is sent; None while sending goes on."""
    try:
        return datetime.fromtimestamp(_switch().stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def release() -> None:
    """Sending goes on."""
    _switch().unlink(missing_ok=True)
