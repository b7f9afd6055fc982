"""A day in which everything is killed again and again while people keep coming."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.crash.blows import choose_blows, strike
from bench.crash.clients import Kiosk, Tally
from bench.crash.oracle import Verdict, judge
from tests.engine.running import City, eventually, nuanban

BACK_SECONDS = 10.0
CLOSING_SECONDS = 30.0


@dataclass
class Blow:
    """One kill: what, and how many seconds later a person who came after it had a ticket."""

    kind: str
    back_after: float


@dataclass
class Day:
    """Everything that is known afterwards."""

    blows: list[Blow] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    seconds: float = 0.0
    verdict: Verdict | None = None
    still_open: int = 0

    def slow(self) -> list[Blow]:
        """Blows after which service was not back in time."""
        return [blow for blow in self.blows if blow.back_after > BACK_SECONDS]


@dataclass(frozen=True)
class Wish:
    """How hard a day shall be. `pause` is the range of seconds between two blows."""

    kills: int
    clients: int
    seed: int
    pause: tuple[float, float] = (0.2, 1.0)
    most_seconds: float = 600.0


def play(city: City, folder: Path, wish: Wish, told: Callable[[Blow], None] | None = None) -> Day:
    """Opens the kiosks of a running city, strikes, closes, compares. Logs go into `folder`."""
    day, chance = Day(), random.Random(wish.seed)
    folder.mkdir(parents=True, exist_ok=True)
    token = _token(city.home)
    kiosks = [
        Kiosk(city.port, token, folder / f"kiosk-{n:03d}.log", wish.seed * 1000 + n, day.tally)
        for n in range(wish.clients)
    ]
    began = time.monotonic()
    for kiosk in kiosks:
        kiosk.start()
    for kind in choose_blows(wish.kills, chance):
        if time.monotonic() - began > wish.most_seconds:
            break
        time.sleep(chance.uniform(*wish.pause))
        _one_blow(city, day, kind, chance, told)
    day.seconds = time.monotonic() - began
    day.still_open = _close(kiosks)
    eventually(city.answers, CLOSING_SECONDS)
    day.verdict = judge(city.home, folder)
    return day


def _one_blow(
    city: City, day: Day, kind: str, chance: random.Random, told: Callable[[Blow], None] | None
) -> None:
    if not eventually(lambda: strike(city, kind, chance) is not None, BACK_SECONDS):
        day.blows.append(Blow(f"{kind} (nobody there)", BACK_SECONDS * 2))
        return
    struck_at = time.monotonic()
    eventually(lambda: day.tally.last_good_start > struck_at, BACK_SECONDS * 3)
    day.blows.append(Blow(kind, time.monotonic() - struck_at))
    if told:
        told(day.blows[-1])


def _close(kiosks: list[Kiosk]) -> int:
    """Nobody new comes; who stands at a kiosk still gets a ticket. Gives who did not."""
    for kiosk in kiosks:
        kiosk.closing.set()
    until = time.monotonic() + CLOSING_SECONDS
    for kiosk in kiosks:
        kiosk.join(max(0.0, until - time.monotonic()))
    return sum(kiosk.is_alive() for kiosk in kiosks)


def _token(home: Path) -> str:
    words = ("device", "add", "--kind", "kiosk", "--site", "430600-1", "--name", "取号机")
    return nuanban(home, *words).stdout.split()[-1]
