"""From a file to outlines of this city's divisions: what matched, and what did not and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from nuanban.lib.errors import Unusable
from nuanban.offices.models import Division
from nuanban.offices.outlines.reading import Feature, read_features
from nuanban.offices.outlines.shapes import (
    Box,
    Counter,
    lighter,
    middle_of,
    rings_of,
    shape_of,
)

# Townships may lie so far beyond the points that are known; in degrees.
MARGIN = 0.4
# A point that somebody measured and an outline so far from it do not belong together.
FAR_KM, KM_A_DEGREE = 10.0, 105.0
MEASURED = ("sourced", "county seat")


@dataclass
class Reading:
    """`found` and `refused` as OutlineFile keeps them."""

    found: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)


class Places:
    """Divisions of the city, by code and by name."""

    def __init__(self, divisions: Sequence[Division]) -> None:
        self.by_code = {one.code: one for one in divisions}
        self.by_name: dict[str, list[Division]] = {}
        for one in divisions:
            self.by_name.setdefault(one.name, []).append(one)

    def of(self, feature: Feature) -> Division:
        """The division that a feature means; a code says it better than a name."""
        if feature.code:
            return self._of_code(feature.code)
        if not feature.name:
            raise Unusable(sentence="没有写区划代码（code），也没有写名称（name）。")
        named = self.by_name.get(feature.name, [])
        # Villages are called alike; a township or a county of that name is meant first.
        found = [one for one in named if len(one.code) < len("430602001001")] or named
        if not found:
            raise Unusable(sentence=f"本市没有叫“{feature.name}”的区划。")
        if len(found) > 1:
            words = f"本市有 {len(found)} 个“{feature.name}”，请写区划代码。"
            raise Unusable(sentence=words)
        return found[0]

    def _of_code(self, code: str) -> Division:
        """Codes of statistics are filled up with zeros."""
        for length in (12, 9, 6):
            found = self.by_code.get(code[:length])
            if found is not None and len(code) >= length and not code[length:].strip("0"):
                return found
        raise Unusable(sentence=f"本市没有代码 {code} 的区划。")

    def box(self) -> Box:
        """Around every point that is known, with a margin."""
        known = [d for d in self.by_code.values() if d.point_source != "outline"]
        points = [(d.longitude, d.latitude) for d in known if d.longitude and d.latitude]
        if not points:
            return Box(73.0, 3.0, 136.0, 54.0)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return Box(min(xs) - MARGIN, min(ys) - MARGIN, max(xs) + MARGIN, max(ys) + MARGIN)


def read_outlines(content: bytes, divisions: Sequence[Division], *, is_gcj02: bool) -> Reading:
    """Reads a whole file; raises Unusable where nothing of it can be read."""
    places, done = Places(divisions), Reading()
    matched: dict[str, tuple[BaseGeometry, dict[str, Any]]] = {}
    box, counter = places.box(), Counter()
    for feature in read_features(content):
        told = {"number": feature.number, "name": feature.name or feature.code}
        try:
            place = places.of(feature)
            if place.code in matched:
                raise Unusable(sentence="前面已经有这个区划；几块地方请合成一个 MultiPolygon。")
            shape, is_mended = shape_of(feature.geometry, box, is_gcj02=is_gcj02, counter=counter)
        except Unusable as fault:
            done.refused.append({**told, "why": str(fault)})
            continue
        remarks = ["边界自己交叉，已经修好"] if is_mended else []
        row = {
            "code": place.code,
            "name": place.name,
            "remark": "；".join(remarks + _far(place, shape)),
        }
        matched[place.code] = (shape, row)
    done.found = _kept(matched)
    return done


def _far(place: Division, shape: BaseGeometry) -> list[str]:
    if place.point_source not in MEASURED or place.latitude is None or place.longitude is None:
        return []
    away = shape.distance(shapely.Point(place.longitude, place.latitude)) * KM_A_DEGREE
    return [f"离已知的位置约 {away:.0f} 公里，请核对是不是这个区划"] if away > FAR_KM else []


def _kept(matched: Mapping[str, tuple[BaseGeometry, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Made light level by level, so that neighbours keep their common border."""
    found = []
    for length in (6, 9, 12):
        codes = sorted(code for code in matched if len(code) == length)
        light = lighter([matched[code][0] for code in codes])
        for code, shape in zip(codes, light, strict=True):
            west, south, east, north = (round(float(value), 5) for value in shape.bounds)
            found.append(
                {
                    **matched[code][1],
                    "shape": rings_of(shape),
                    "box": [west, south, east, north],
                    "middle": middle_of(shape),
                }
            )
    return found
