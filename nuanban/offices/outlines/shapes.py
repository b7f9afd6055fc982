"""Rings of a feature as a clean, light shape inside the city. The library is read only when a
file is: pages that draw need nothing of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from nuanban.lib.datum import Degrees, to_wgs84
from nuanban.lib.errors import Refusal, Unusable

MOST_POINTS = 500_000
# What is kept of one outline, and how coarse it may become at first: about thirty metres.
MOST_KEPT, COARSE = 400, 0.0003
# A metre; and a tenth of a hectare, in square degrees.
GRID, LEAST_AREA = 1e-5, 1e-7
_LATITUDES, _LONGITUDES = (3.0, 54.0), (73.0, 136.0)


@dataclass(frozen=True)
class Box:
    """What an outline may not leave, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, points: Degrees) -> bool:
        """All of the points."""
        west, south = points.min(axis=0)
        east, north = points.max(axis=0)
        return bool(
            west >= self.west and south >= self.south and east <= self.east and north <= self.north
        )


class TooManyPoints(Refusal):
    """文件里的点超过 {most} 个，请先简化边界，或者分成几份。"""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class Counter:
    """Points of a whole file."""

    def __init__(self) -> None:
        self.points = 0

    def add(self, points: int) -> None:
        """Ends the reading of a file that would never be drawn."""
        self.points += points
        if self.points > MOST_POINTS:
            raise TooManyPoints(most=f"{MOST_POINTS:,}")


def shape_of(
    geometry: Mapping[str, Any], box: Box, *, is_gcj02: bool, counter: Counter
) -> tuple[BaseGeometry, bool]:
    """The shape in WGS-84, and whether it had to be mended; Unusable says what is wrong."""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
        raise Unusable(sentence="不是面（Polygon 或 MultiPolygon），画不成轮廓。")
    parts = [coordinates] if kind == "Polygon" else coordinates
    found = MultiPolygon([_polygon(part, box, is_gcj02, counter) for part in parts])
    is_mended = not found.is_valid
    whole = shapely.make_valid(found, method="structure", keep_collapsed=False)
    if whole.area < LEAST_AREA:
        raise Unusable(sentence="围不成一块地方（面积是零）。")
    return whole, is_mended


def _polygon(rings: Any, box: Box, is_gcj02: bool, counter: Counter) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise Unusable(sentence="有一块没有边界。")
    found = []
    for ring in rings:
        points = _points(ring)
        counter.add(len(points))
        _check_place(points, box)
        found.append(to_wgs84(points) if is_gcj02 else points)
    return Polygon(found[0], found[1:])


def _points(ring: Any) -> Degrees:
    try:
        points = np.array([point[:2] for point in ring], dtype=np.float64)
    except (TypeError, KeyError, ValueError, OverflowError):
        raise Unusable(sentence="有的点不是一对数字。") from None
    if points.ndim != 2 or points.shape[1:] != (2,) or not np.isfinite(points).all():
        raise Unusable(sentence="有的点不是一对数字。")
    if len(points) < 4:
        raise Unusable(sentence="一圈边界至少要四个点，首尾是同一个。")
    return points


def _check_place(points: Degrees, box: Box) -> None:
    if box.holds(points):
        return
    x, y = (float(value) for value in points[0])
    if _LATITUDES[0] <= x <= _LATITUDES[1] and _LONGITUDES[0] <= y <= _LONGITUDES[1]:
        raise Unusable(sentence="经度和纬度写反了：先写经度，后写纬度。")
    if abs(x) > 180 or abs(y) > 90:
        raise Unusable(sentence="坐标像是以米计的投影坐标，请换成经纬度。")
    outside = np.flatnonzero(
        (points[:, 0] < box.west)
        | (points[:, 0] > box.east)
        | (points[:, 1] < box.south)
        | (points[:, 1] > box.north)
    )
    x, y = (float(value) for value in points[outside[0]])
    raise Unusable(sentence=f"有的点在本市以外（经度 {x:.4f}，纬度 {y:.4f}）。")


def lighter(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The same with fewer points; neighbours keep one border between them."""
    found = shapely.coverage_simplify(list(shapes), COARSE) if shapes else []
    return [_light(simple, whole) for simple, whole in zip(found, shapes, strict=True)]


def _light(simple: BaseGeometry, whole: BaseGeometry) -> BaseGeometry:
    found, coarse = _clean(simple), COARSE
    while shapely.get_num_coordinates(found) > MOST_KEPT and coarse < 1:
        found, coarse = _clean(found.simplify(coarse)), coarse * 2
    return found if not found.is_empty else _clean(whole.convex_hull)


def _clean(shape: BaseGeometry) -> BaseGeometry:
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return shapely.set_precision(mended, GRID)


def rings_of(shape: BaseGeometry) -> list[list[list[list[float]]]]:
    """Polygons, each its rings, the outer one first; longitude before latitude."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return [
        [
            [[round(float(x), 5), round(float(y), 5)] for x, y in ring.coords]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in parts
    ]


def middle_of(shape: BaseGeometry) -> tuple[float, float]:
    """Latitude and longitude of a point well inside the largest part."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    centre = largest.centroid
    point = centre if largest.contains(centre) else largest.representative_point()
    return round(point.y, 5), round(point.x, 5)
