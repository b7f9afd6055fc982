"""A piece of the earth drawn flat, and outlines on it as paths of an SVG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, radians

# Polygons of rings of (longitude, latitude).
Shape = Sequence[Sequence[Sequence[Sequence[float]]]]
Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Flat:
    """Degrees as parts of a drawing, north on top; a degree is as long across as it is down."""

    west: float
    north: float
    narrow: float
    scale: float
    edge: float
    height: int

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point of the earth stands in the drawing."""
        across = (longitude - self.west) * self.narrow * self.scale
        return self.edge + across, self.edge + (self.north - latitude) * self.scale


def flat_around(
    longitudes: Sequence[float], latitudes: Sequence[float], *, width: float, edge: float
) -> Flat:
    """The drawing that shows all of them, so wide, with an edge around."""
    south, north = min(latitudes), max(latitudes)
    narrow = cos(radians((south + north) / 2))
    scale = (width - 2 * edge) / max((max(longitudes) - min(longitudes)) * narrow, 0.01)
    height = round(2 * edge + (north - south) * scale)
    return Flat(min(longitudes), north, narrow, scale, edge, height)


def path_of(shape: Shape, place: Place) -> str:
    """The `d` of a path, in whole units of the drawing: what is smaller falls away, and neighbours
    keep one border. Empty for what would be a dot.
    """
    return "".join(_ring(ring, place) for polygon in shape for ring in polygon)


def _ring(ring: Sequence[Sequence[float]], place: Place) -> str:
    found: list[tuple[int, int]] = []
    for longitude, latitude in ring[:-1]:
        x, y = place(longitude, latitude)
        point = round(x), round(y)
        if not found or found[-1] != point:
            found.append(point)
    if len(set(found)) < 3:
        return ""
    return f"M{' '.join(f'{x} {y}' for x, y in found)}Z"
