"""A hall day drawn from a seed: visitors and a rota of windows. Minutes count from opening."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

OPEN_MINUTES = 480
"""9:00 to 17:00; whoever is still there then is served to the end."""
ARRIVALS_BY_HOUR = (1.10, 1.15, 1.05, 0.75, 0.90, 1.10, 1.05, 0.90)
LAST_ARRIVAL = 465
MEAN_SERVICE, SERVICE_SPREAD = 8.0, 6.0
MISSED_CALL_MINUTES = 1.0
LUNCH = 45
"""A third of the windows rest at 11:45, the next third when those come back, then the last."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How often something happens."""

    priority: float = 0.35
    walk_out: float = 0.15
    """People with limited patience, who leave after 20 to 60 minutes; about one in ten of them,
    one visitor in a hundred, meets such a wait."""
    missed: float = 0.05
    """Calls that find nobody there."""
    forwarded: float = 0.05
    appointment: float = 0.05


@dataclass(slots=True)
class Visitor:
    number: int
    arrives: float
    priority: bool
    services: list[float]
    """Minutes of each service; two when the person is forwarded."""
    patience: float
    misses: int
    away: float
    """Minutes until somebody who missed the call comes back."""
    appointment: float | None
    area: str


@dataclass(frozen=True, slots=True)
class Day:
    visitors: list[Visitor]
    lunches: list[tuple[float, float]]
    """One break per window."""


def draw_day(seed: int, *, windows: int, load: float, shares: Shares, areas: bool) -> Day:
    chance = random.Random(seed)
    lunches = [(165.0 + LUNCH * (n % 3), 165.0 + LUNCH * (n % 3 + 1)) for n in range(windows)]
    capacity = windows * (OPEN_MINUTES - LUNCH)
    work_per_visitor = MEAN_SERVICE * (1 + shares.forwarded) + MISSED_CALL_MINUTES * shares.missed
    expected = load * capacity / work_per_visitor
    arrivals = sorted(_arrivals(chance, expected))
    visitors = [_visitor(chance, n, at, shares, areas) for n, at in enumerate(arrivals)]
    return Day(sorted(visitors, key=lambda visitor: visitor.arrives), lunches)


def _arrivals(chance: random.Random, expected: float) -> Iterator[float]:
    """A Poisson stream whose rate follows the hour of the day."""
    total = sum(
        weight * (end - start)
        for weight, (start, end) in zip(ARRIVALS_BY_HOUR, _hours(), strict=True)
    )
    for weight, (start, end) in zip(ARRIVALS_BY_HOUR, _hours(), strict=True):
        rate = expected * weight / total
        at = start + chance.expovariate(rate)
        while at < end:
            yield at
            at += chance.expovariate(rate)


def _hours() -> list[tuple[float, float]]:
    edges = [*range(0, OPEN_MINUTES, 60), LAST_ARRIVAL]
    return list(pairwise(float(edge) for edge in edges))


def _visitor(chance: random.Random, number: int, at: float, shares: Shares, areas: bool) -> Visitor:
    forwarded = chance.random() < shares.forwarded
    appointment = None
    if chance.random() < shares.appointment:
        appointment = round((at + chance.uniform(-10, 20)) / 15) * 15.0
    return Visitor(
        number=number,
        arrives=at,
        priority=chance.random() < shares.priority,
        services=[_service(chance) for _ in range(2 if forwarded else 1)],
        patience=chance.uniform(20, 60) if chance.random() < shares.walk_out else 1e9,
        misses=1 if chance.random() < shares.missed else 0,
        away=chance.uniform(3, 12),
        appointment=appointment,
        area=chance.choices(["", "insurance", "property"], [6, 3, 1])[0] if areas else "",
    )


def _service(chance: random.Random) -> float:
    """Gamma: many short errands, a few long ones; never under a minute."""
    shape = (MEAN_SERVICE / SERVICE_SPREAD) ** 2
    return max(1.0, chance.gammavariate(shape, MEAN_SERVICE / shape))
