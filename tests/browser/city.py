"""One running city for all browser tests, whichever process asks first."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.engine.ready import DEMO, lived_in
from tests.engine.running import City, free_port
from tests.sharing import locked, shared_folder

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
    folder, started = shared_folder("browser"), None
    with locked(folder):
        if not _note(folder)["guests"]:
            started = lived_in(folder / f"home-{free_port()}", DEMO)
            words = started.words.read_text()
            started.start()
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
