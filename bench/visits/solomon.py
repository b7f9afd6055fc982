"""Days without breaks or skills: published files, and others made by the published scheme.

Distances count ten to one and are cut, as in the DIMACS challenge; time and distance are one.
"""

import random
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import vrplib
from numpy.typing import NDArray

from nuanban.planner.day import Crew, Day, Place, Visit
from nuanban.planner.travel import Matrix, Travel

FOLDER = Path(__file__).parent / "instances"
TENTHS = 10
# Kind: (last moment of the day, capacity, service, half widths of windows, vehicles).
KINDS = {
    "R1": (230, 200, 10, (10, 60), 25),
    "C1": (1236, 200, 90, (30, 120), 25),
    "RC1": (240, 200, 10, (15, 60), 25),
    "R2": (1000, 1000, 10, (60, 240), 8),
    "C2": (3390, 700, 90, (80, 400), 8),
    "RC2": (960, 1000, 10, (60, 240), 8),
}
# The square and the day grow with the number of customers.
USUAL = 100


def read(path: Path) -> Day:
    """A published file, as Solomon or as CVRPLIB writes it."""
    kind = "solomon" if path.suffix == ".txt" else "vrplib"
    found: dict[str, Any] = vrplib.read_instance(path, kind)
    points = np.array(found["node_coord"], dtype=float)
    windows = np.array(found["time_window"], dtype=float)
    service = np.broadcast_to(found["service_time"], len(points)).astype(float).copy()
    service[0] = 0
    return _day(points, windows, service, np.array(found["demand"]), int(found["capacity"]), 25)


def made(kind: str, customers: int, seed: int) -> Day:
    """Customers anywhere, in clusters, or half and half; windows around a way that exists."""
    last, capacity, service, wide, vehicles = KINDS[kind]
    grown = (customers / USUAL) ** 0.5
    chance = random.Random(f"{kind}-{customers}-{seed}")
    points = [(50 * grown, 50 * grown), *_points(kind, customers, 100 * grown, chance)]
    end = last * grown
    windows = [(0.0, end)]
    for point in points[1:]:
        way = float(np.hypot(point[0] - points[0][0], point[1] - points[0][1]))
        middle = chance.uniform(way, max(way, end - way - service))
        half = chance.uniform(*wide)
        windows.append((max(way, middle - half), max(way, min(end - way - service, middle + half))))
    demand = [0, *(chance.choice((10, 10, 20, 20, 30, 40)) for _ in range(customers))]
    services = [0.0] + [float(service)] * customers
    return _day(
        np.array(points),
        np.array(windows),
        np.array(services),
        np.array(demand),
        capacity,
        vehicles * customers // USUAL,
    )


def _points(
    kind: str, customers: int, side: float, chance: random.Random
) -> list[tuple[float, float]]:
    middles = [(chance.uniform(0, side), chance.uniform(0, side)) for _ in range(10)]
    share = {"R": 0.0, "C": 1.0, "RC": 0.5}[kind.rstrip("12")]
    points = []
    for i in range(customers):
        if chance.random() < share:
            x, y = middles[i % len(middles)]
            points.append((chance.gauss(x, 4), chance.gauss(y, 4)))
        else:
            points.append((chance.uniform(0, side), chance.uniform(0, side)))
    return points


def _day(
    points: NDArray[np.float64],
    windows: NDArray[np.float64],
    service: NDArray[np.float64],
    demand: NDArray[np.int64],
    capacity: int,
    vehicles: int,
) -> Day:
    apart = points[:, None] - points
    ways = (np.hypot(apart[..., 0], apart[..., 1]) * TENTHS).astype(np.int64)
    moments = (windows * TENTHS).astype(int).tolist()
    crews = [
        Crew(i, 0, 0, (moments[0][0], moments[0][1]), capacity=capacity) for i in range(vehicles)
    ]
    visits = [
        Visit(
            i,
            i,
            ((moments[i][0], moments[i][1]),),
            int(service[i] * TENTHS),
            load=int(demand[i]),
        )
        for i in range(1, len(points))
    ]
    places = tuple(Place(i) for i in range(len(points)))
    return Day(date(2026, 3, 2), Travel(Matrix(ways)), places, tuple(crews), tuple(visits))
