"""What is killed: every process of a city, one at a time, without warning."""

import os
import random
import signal
from contextlib import suppress
from pathlib import Path

from tests.engine.running import City

PARTS = ("web", "stream", "worker", "keeper")
# How often each is struck: most blows go where most can be lost.
WEIGHTS = {
    "web worker": 4,
    "backend": 4,
    "postmaster": 4,
    "web": 2,
    "worker": 1,
    "keeper": 1,
    "stream": 1,
}


def choose_blows(count: int, chance: random.Random) -> list[str]:
    """Every kind at least once when there is room, the rest by weight, in random order."""
    kinds = list(WEIGHTS)
    chosen = kinds[:count]
    chosen += chance.choices(kinds, list(WEIGHTS.values()), k=max(0, count - len(kinds)))
    chance.shuffle(chosen)
    return chosen


def strike(city: City, kind: str, chance: random.Random) -> int | None:
    """Kills one process of this kind; gives its number, or None when there was none to kill."""
    victims = _victims(city, kind)
    if not victims:
        return None
    victim = chance.choice(victims)
    with suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
        return victim
    return None


def _victims(city: City, kind: str) -> list[int]:
    if kind in PARTS:
        pid = city.parts().get(kind)
        return [pid] if pid else []
    if kind == "web worker":
        return _children(city.parts().get("web"))
    postmaster = city.server.postmaster_pid()
    if kind == "postmaster":
        return [postmaster] if postmaster else []
    return [pid for pid in _children(postmaster) if "nuanban_app" in _title(pid)]


def _children(parent: int | None) -> list[int]:
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if parent is not None and entry.name.isdigit() and _parent_of(entry) == parent
    ]


def _parent_of(entry: Path) -> int:
    try:
        # The name in brackets may hold blanks; the parent is the second field after it.
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _title(pid: int) -> str:
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return ""
