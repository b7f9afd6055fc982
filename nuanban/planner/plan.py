"""The words of a plan: routes with stops, who is left over and why. Shape: contracts, section 4."""

from dataclasses import asdict, dataclass, field
from typing import Any

from nuanban.planner.day import Key


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit, or a break when `rest` counts which one. Waiting lies between arrive and start."""

    arrive: int
    start: int
    leave: int
    visit: Key | None = None
    rest: int = 0

    def as_json(self) -> dict[str, Any]:
        """As the contract writes it."""
        what: dict[str, Any] = {"break": self.rest} if self.visit is None else {"visit": self.visit}
        return what | {"arrive": self.arrive, "start": self.start, "leave": self.leave}


@dataclass(frozen=True, slots=True)
class Route:
    """The day of one crew. `depart` is the latest good moment to set out."""

    crew: Key
    stops: tuple[Stop, ...]
    travel_seconds: int
    depart: int
    finish: int

    def as_json(self) -> dict[str, Any]:
        """As the contract writes it, and `depart`."""
        return {
            "crew": self.crew,
            "stops": [stop.as_json() for stop in self.stops],
            "travel_seconds": self.travel_seconds,
            "depart": self.depart,
            "finish": self.finish,
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a visit is left over: a code for programs, a sentence for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A visit that nobody makes."""

    visit: Key
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        """As the contract writes it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes where. `cut_short`: time ran out, another run may differ."""

    routes: tuple[Route, ...] = ()
    left_over: tuple[LeftOver, ...] = ()
    cut_short: bool = field(default=False, compare=False)

    @property
    def travel_seconds(self) -> int:
        """Seconds on the road of all crews."""
        return sum(route.travel_seconds for route in self.routes)

    def as_json(self) -> dict[str, Any]:
        """As the contract writes it."""
        cost = {
            "travel_seconds": self.travel_seconds,
            "crews_used": len(self.routes),
            "late_seconds": 0,
        }
        return {
            "routes": [route.as_json() for route in self.routes],
            "left_over": [one.as_json() for one in self.left_over],
            "cost": cost,
            "cut_short": self.cut_short,
        }
