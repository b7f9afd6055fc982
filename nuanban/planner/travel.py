"""Ways between places: a matrix or points, terrain, and slower hours of the day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from nuanban.planner.day import Place

Seconds: TypeAlias = NDArray[np.int64]

EARTH_KM = 6371.0088
HOUR = 3600
# Longer than any day: such a way is never taken.
NEVER = 10_000_000


@dataclass(frozen=True, slots=True)
class Slow:
    """Between two moments every way takes `factor` times as long (below 1: quicker)."""

    window: tuple[int, int]
    factor: float


class Ways(Protocol):
    """Seconds between all places at an ordinary hour, in their order."""

    def seconds(self, places: Sequence["Place"]) -> Seconds: ...


@dataclass(frozen=True, slots=True)
class Matrix:
    """Seconds as given, row to column; both directions may differ."""

    rows: Seconds

    def seconds(self, places: Sequence["Place"]) -> Seconds:
        """The rows; what is longer than any day is cut."""
        return np.minimum(self.rows, NEVER)


@dataclass(frozen=True, slots=True)
class Points:
    """Great circle times `detour`, at `speed_kmh`, times the heavier terrain of both ends."""

    speed_kmh: float
    detour: float = 1.4
    terrain: dict[str, float] = field(default_factory=dict)

    def kilometres(self, places: Sequence["Place"]) -> NDArray[np.float64]:
        """Roads between all places."""
        lat = np.radians([place.lat or 0.0 for place in places])
        lon = np.radians([place.lon or 0.0 for place in places])
        axes = (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))
        chord = np.sqrt(sum((axis[:, None] - axis) ** 2 for axis in axes))
        roads: NDArray[np.float64] = np.arcsin(np.minimum(chord / 2, 1.0))
        return roads * (2 * EARTH_KM * self.detour)

    def seconds(self, places: Sequence["Place"]) -> Seconds:
        """Whole seconds, rounded up."""
        ways = self.kilometres(places) * (HOUR / self.speed_kmh)
        if self.terrain:
            heavy = np.array([self.terrain.get(place.terrain, 1.0) for place in places])
            ways = ways * np.maximum(heavy[:, None], heavy)
        whole: Seconds = np.minimum(np.ceil(ways - 1e-6), NEVER).astype(np.int64)
        return whole


@dataclass(frozen=True, slots=True)
class Travel:
    """All ways, and the hours at which they take longer. Slow hours never overlap."""

    ways: Ways
    slow: tuple[Slow, ...] = ()


class Pace:
    """How fast the hours pass on the road. Who leaves later never arrives earlier."""

    def __init__(self, slow: Sequence[Slow]) -> None:
        self.steady = not slow
        self._slow = sorted(slow, key=lambda one: one.window)
        self.fastest = min([1.0, *(one.factor for one in slow)])

    def arrive(self, leave: int, way: int) -> int:
        """When somebody arrives who has `way` ordinary seconds before them."""
        if self.steady or not way:
            return leave + way
        now, rest = float(leave), float(way)
        for until, factor in self._pieces(leave):
            reach = (until - now) / factor
            if reach >= rest:
                return _up(now + rest * factor)
            now, rest = until, rest - reach
        return _up(now + rest)

    def driven(self, leave: int, until: int) -> int:
        """Ordinary seconds of way that somebody has behind them at `until`."""
        if self.steady or until <= leave:
            return max(0, until - leave)
        now, way = float(leave), 0.0
        for edge, factor in self._pieces(leave):
            end = min(edge, float(until))
            way += max(0.0, end - now) / factor
            now = max(now, end)
        return int(way + max(0.0, until - now))

    def mean(self, begins: int, ends: int) -> float:
        """The usual factor between two moments."""
        way = self.driven(begins, ends)
        return (ends - begins) / way if way else 1.0

    def _pieces(self, leave: int) -> list[tuple[float, float]]:
        """(until, factor) from `leave` on; afterwards the factor is 1."""
        pieces, now = [], float(leave)
        for one in self._slow:
            begins, ends = one.window
            if ends <= now:
                continue
            if begins > now:
                pieces.append((float(begins), 1.0))
            pieces.append((float(ends), one.factor))
            now = float(ends)
        return pieces


def _up(moment: float) -> int:
    return int(np.ceil(moment - 1e-6))
