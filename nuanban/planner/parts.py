"""A large day in parts: neighbours with the crews that start near them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nuanban.planner.numbers import Numbers

# Visits in one part; VROOM's time grows much faster than the day.
LARGEST = 60
LANDMARKS = 3


def parts(numbers: Numbers, visits: Sequence[int]) -> list[tuple[list[int], list[int]]]:
    """(visits, crews) of each part; every visit and every crew stands in one of them."""
    if not visits or not numbers.crews:
        return []
    return _split(numbers, _landmarks(numbers), list(visits), list(range(len(numbers.crews))))


def _landmarks(numbers: Numbers) -> NDArray[np.int64]:
    """For each place how far it is from a few places that are far apart."""
    chosen = [int(np.argmax(numbers.matrix[0]))]
    for _ in range(LANDMARKS - 1):
        chosen.append(int(np.argmax(numbers.matrix[chosen].min(axis=0))))
    return numbers.matrix[chosen]


def _split(
    numbers: Numbers, far: NDArray[np.int64], visits: list[int], crews: list[int]
) -> list[tuple[list[int], list[int]]]:
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
