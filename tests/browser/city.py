"""One running city for all browser tests, whichever process asks first."""

import fcntl
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.city_home import MARK
from tests.engine.running import City, free_port

LONGEST_SECONDS = 900.0


@dataclass(frozen=True)
class LiveCity:
    """Where the city answers, what it printed at its start, and where its tests keep things."""

    address: str
    words: str
    folder: Path
    home: Path

    def ask(self, question: str) -> Any:
        """What its database answers: for codes that people get as a drawing."""
        return City(self.home).ask(question)

    def token(self, kind: str) -> str:
        """The token that the page of links shows for a machine: "取号机", "叫号大屏", …"""
        lines = (line.split() for line in self.words.splitlines())
        return next(words[1] for words in lines if words and words[0] == kind)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One test process at a time."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folder() -> Path:
    folder = Path(os.environ.get(MARK, tempfile.gettempdir())) / "browser"
    folder.mkdir(exist_ok=True)
    return folder


def _note(folder: Path) -> dict[str, Any]:
    path = folder / "note.json"
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {"guests": 0}
    return found


def _change(folder: Path, guests: int, **news: str) -> None:
    note = {**_note(folder), **news}
    (folder / "note.json").write_text(json.dumps({**note, "guests": note["guests"] + guests}))


@contextmanager
def live_city() -> Iterator[LiveCity]:
    """The first process starts the city, and stops it when the last one has gone."""
    folder, started = _folder(), None
    with locked(folder):
        if not _note(folder)["guests"]:
            started = City(folder / f"home-{free_port()}")
            started.start("--residents", "300", "--seed", "7")
            words = started.words.read_text()
            address, home = f"http://127.0.0.1:{started.port}", str(started.home)
            _change(folder, 0, address=address, words=words, home=home)
        _change(folder, 1)
        note = _note(folder)
    try:
        yield LiveCity(note["address"], note["words"], folder, Path(note["home"]))
    finally:
        with locked(folder):
            _change(folder, -1)
        if started is not None:
            _see_off(folder)
            started.stop()


def _see_off(folder: Path) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        with locked(folder):
            if not _note(folder)["guests"]:
                return
        time.sleep(0.2)
