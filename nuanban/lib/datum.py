"""Coordinates of Chinese maps (GCJ-02: 高德, 腾讯) and those of satellites (WGS-84, with which
CGCS2000 and 天地图 agree within a metre). Everything is kept as WGS-84.

The shift is the published approximation; back again it is found step by step, to a centimetre.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]
# Ellipsoid of Krassowski, as the shift has it.
_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
_TURNS = 6


def to_wgs84(points: Degrees) -> Degrees:
    """Rows of longitude and latitude in GCJ-02, as WGS-84."""
    found = points.copy()
    for _ in range(_TURNS):
        found = found + points - to_gcj02(found)
    return found


def to_gcj02(points: Degrees) -> Degrees:
    """Rows of longitude and latitude in WGS-84, as GCJ-02."""
    x, y = points[:, 0] - 105.0, points[:, 1] - 35.0
    slope = np.radians(points[:, 1])
    bent = 1 - _ECCENTRICITY * np.sin(slope) ** 2
    north = _north(x, y) * 180.0 / ((_AXIS * (1 - _ECCENTRICITY)) / (bent * np.sqrt(bent)) * np.pi)
    east = _east(x, y) * 180.0 / (_AXIS / np.sqrt(bent) * np.cos(slope) * np.pi)
    shifted: Degrees = points + np.column_stack([east, north])
    return shifted


def _waves(value: Any, *sizes: tuple[float, float]) -> Any:
    return sum(size * np.sin(value * np.pi * turns) for size, turns in sizes) * 2.0 / 3.0


def _north(x: Degrees, y: Degrees) -> Any:
    flat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    across = _waves(x, (20.0, 6.0), (20.0, 2.0))
    return flat + across + _waves(y, (20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30))


def _east(x: Degrees, y: Degrees) -> Any:
    flat = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    across = _waves(x, (20.0, 6.0), (20.0, 2.0))
    return flat + across + _waves(x, (20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30))
