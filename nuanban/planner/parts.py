"""How much of a day VROOM is given at once: all of it, or parts, or nothing.

A part is visits that are neighbours, with the crews that start near them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from nuanban.planner.numbers import Numbers

# Visits in one part; VROOM's time grows much faster than the day.
LARGEST = 60
LANDMARKS = 3
# Seconds of one core per visit and crew that could serve it, measured, by the depth of the search.
COST = {5: 4.2e-3, 4: 2.8e-3, 3: 1.4e-3, 2: 9e-4, 1: 4e-4, 0: 1.6e-4}

# Visits and crews.
Part: TypeAlias = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """What VROOM plans, how deeply, and how many seconds that takes."""

    parts: list[Part]
    depth: int
    seconds: float


def pieces_for(numbers: Numbers, seconds: float) -> Pieces | None:
    """As much as can be done in that time; None when VROOM may not even begin."""
    everybody = list(range(len(numbers.visits)))
    if not everybody or not numbers.crews:
        return None
    whole = [(everybody, list(range(len(numbers.crews))))]
    for found in (whole, parts(numbers, everybody)):
        size = sum(choices(numbers, part) for part in found)
        for depth, cost in COST.items():
            if size * cost <= seconds:
                return Pieces(found, depth, seconds)
    return None


def choices(numbers: Numbers, part: Part) -> int:
    """In how many ways one visit could be given to one crew."""
    visits, crews = part
    inside = frozenset(crews)
    return sum(len(inside.intersection(numbers.visits[visit].crews)) for visit in visits)


def parts(numbers: Numbers, visits: Sequence[int]) -> list[Part]:
    """(visits, crews) of each part; every visit and every crew stands in one of them."""
    return _split(numbers, _landmarks(numbers), list(visits), list(range(len(numbers.crews))))


def _landmarks(numbers: Numbers) -> NDArray[np.int64]:
    """For each place how far it is from a few places that are far apart."""
    chosen = [int(np.argmax(numbers.matrix[0]))]
    for _ in range(LANDMARKS - 1):
        chosen.append(int(np.argmax(numbers.matrix[chosen].min(axis=0))))
    return numbers.matrix[chosen]


def _split(
    numbers: Numbers, far: NDArray[np.int64], visits: list[int], crews: list[int]
) -> list[Part]:
    if len(visits) <= LARGEST or len(crews) < 2:
        return [(visits, crews)]
    places = np.array([numbers.visits[visit].place for visit in visits])
    widest = int(np.argmax(far[:, places].std(axis=1)))
    order = np.argsort(far[widest, places], kind="stable")
    half = len(visits) // 2
    sides = [[visits[i] for i in order[:half]], [visits[i] for i in order[half:]]]
    nearer = [_distance(numbers, crews, side) for side in sides]
    ranked = np.argsort(nearer[0] - nearer[1], kind="stable")
    cut = len(crews) // 2
    return [
        *_split(numbers, far, sides[0], [crews[i] for i in sorted(ranked[:cut])]),
        *_split(numbers, far, sides[1], [crews[i] for i in sorted(ranked[cut:])]),
    ]


def _distance(numbers: Numbers, crews: list[int], visits: list[int]) -> NDArray[np.float64]:
    """How far each crew starts from these visits, on average."""
    starts = [numbers.crews[crew].start for crew in crews]
    places = [numbers.visits[visit].place for visit in visits]
    mean: NDArray[np.float64] = numbers.matrix[np.ix_(starts, places)].mean(axis=1)
    return mean
