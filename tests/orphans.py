"""Homes of test runs that were killed: known by a lock that nobody holds any more.

The system lets go of a lock whatever ends a process, so a live run is never mistaken for a dead
one. Only homes that our tests made and locked are touched.
"""

import fcntl
import json
import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from nuanban.lib.postgres import Server

PREFIX = "nuanban-tests-"
LOCK = "run.lock"
PATIENCE_SECONDS = 30.0


def hold(home: Path) -> TextIO:
    """Locks a home for as long as this process lives and keeps what it gets."""
    new = home / f"{LOCK}.new"
    lock = new.open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    # It gets its name when it is held already: nobody sees it free.
    new.rename(home / LOCK)
    return lock


def end_orphans(folder: Path) -> list[Path]:
    """Ends servers and cities in homes whose run is gone; gives the homes that it removed."""
    return [home for home in sorted(folder.glob(f"{PREFIX}*")) if _end_if_orphan(home)]


def _end_if_orphan(home: Path) -> bool:
    try:
        lock = (home / LOCK).open()
        if home.stat().st_uid != os.getuid():
            return False
    except OSError:
        return False
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        for state in home.glob("browser/*/run/state.json"):
            _end_city(state)
        for database in (home / "database", *home.glob("browser/*/database")):
            if (database / "data").exists():
                Server(database).stop()
        shutil.rmtree(home, ignore_errors=True)
    return True


def _end_city(state: Path) -> None:
    """Asks a `nuanban up` of this home to stop; another process with its number is left alone."""
    with suppress(ValueError, KeyError, OSError):
        pid = int(json.loads(state.read_text())["pid"])
        if not _is_city(pid, state.parent.parent):
            return
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + PATIENCE_SECONDS
        while _is_city(pid, state.parent.parent) and time.monotonic() < until:
            time.sleep(0.1)


def _is_city(pid: int, home: Path) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(home) in words
