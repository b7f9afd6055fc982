"""The words of a day: places, crews, visits, promises. Seconds count from midnight, local time."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from nuanban.planner.travel import Travel

Key: TypeAlias = str | int
# First and last second at which something may begin.
Window: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody starts, ends or is visited. Degrees; a matrix needs none."""

    id: Key
    lat: float | None = None
    lon: float | None = None
    terrain: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A rest that begins inside its window."""

    window: Window
    seconds: int


@dataclass(frozen=True, slots=True)
class Crew:
    """People who travel together. `size` counts them; no `capacity` means any load."""

    id: Key
    start: Key
    end: Key
    shift: Window
    breaks: tuple[Break, ...] = ()
    skills: frozenset[str] = frozenset()
    capacity: int | None = None
    size: int = 1


@dataclass(frozen=True, slots=True)
class Promise:
    """What was told to a person: somebody begins inside the window; perhaps this very crew."""

    window: Window
    crew: Key | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. It begins inside one of its windows and lasts `seconds`.

    `known_crews`: a face that the person knows is among them; a wish, not a condition.
    """

    id: Key
    place: Key
    windows: tuple[Window, ...]
    seconds: int
    skills: frozenset[str] = frozenset()
    priority: int = 0
    people: int = 1
    promised: Promise | None = None
    load: int = 0
    unwilling_crews: frozenset[Key] = frozenset()
    known_crews: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Day:
    """Everything that is to be planned."""

    day: date
    travel: Travel
    places: tuple[Place, ...]
    crews: tuple[Crew, ...]
    visits: tuple[Visit, ...]
