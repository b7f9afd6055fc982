"""Townships as circles: large as their people, filled as far as they were served.

The middle of a township is where its point lies; those without one stand around the seat of their
county, in an order that never changes. Sizes are areas, so that twice the people is twice the ink.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from math import cos, pi, sin, sqrt

from nuanban.knocks.models import Reached
from nuanban.lib.flat_map import Flat, flat_around, path_of
from nuanban.lib.small_cells import SMALLEST_PUBLIC, is_small, public_number
from nuanban.offices.enums import DivisionLevel
from nuanban.offices.queries import Outline

WIDTH, EDGE = 900.0, 40.0
SMALLEST, LARGEST = 5.0, 26.0
# Around a county seat: degrees of latitude between one ring and the next, and the golden angle.
STEP, GOLDEN = 0.022, pi * (3 - sqrt(5))
HIDDEN = f"少于 {SMALLEST_PUBLIC}"


@dataclass(frozen=True)
class Town:
    """A row of the table and a circle of the map. Numbers as they are shown; `share` 0–100, None
    where it would give a small number away.
    """

    code: str
    name: str
    county: str
    people: str
    served: str
    met: str
    share: int | None
    x: float
    y: float
    radius: float
    filled: float

    @property
    def words(self) -> str:
        """The circle, for who does not see it."""
        share = f"，服务到 {self.share}%" if self.share is not None else ""
        return f"{self.county}{self.name}：{self.people} 人{share}"


@dataclass(frozen=True)
class TownMap:
    """Every township, the least served first; names of counties with their places; the height of
    the drawing; outlines under it, each a path and its level.
    """

    towns: Sequence[Town]
    counties: Sequence[tuple[str, float, float]]
    height: int
    without_point: int
    areas: Sequence[tuple[str, str]] = ()


def share_of(people: int, reached: int) -> int | None:
    """In percent; nothing where those left over, or those reached, are few enough to be known."""
    if people == 0 or is_small(people) or is_small(reached) or is_small(people - reached):
        return None
    return round(100 * reached / people)


def shown(people: int, part: int) -> str:
    """A part of the people; where the rest is small, the part would tell it."""
    return "不公开" if is_small(people - part) and not is_small(part) else public_number(part)


def drawn(rows: Sequence[Reached], outlines: Sequence[Outline] = ()) -> TownMap:
    """The map of these townships, over the outlines of theirs and of their counties."""
    places, without = _places(rows)
    if not places:
        return TownMap((), (), 0, 0)
    flat = _flat(places, outlines)
    most = max((row.people for row in rows), default=1) or 1
    towns = []
    for row, (latitude, longitude) in zip(rows, places, strict=True):
        towns.append(_town(row, *flat.place(longitude, latitude), most))
    ordered = sorted(towns, key=_least_first)
    areas = [(path_of(one.shape, flat.place), one.division.level) for one in outlines]
    return TownMap(ordered, _labels(towns), flat.height, without, areas)


def _flat(places: Sequence[tuple[float, float]], outlines: Sequence[Outline]) -> Flat:
    """Every point and every township is seen; of a county, what lies around them."""
    seen = [one for one in outlines if one.division.level == DivisionLevel.TOWNSHIP]
    longitudes = [p[1] for p in places] + [it for one in seen for it in (one.west, one.east)]
    latitudes = [p[0] for p in places] + [it for one in seen for it in (one.south, one.north)]
    return flat_around(longitudes, latitudes, width=WIDTH, edge=EDGE)


def _least_first(town: Town) -> tuple[bool, int, float, str]:
    return (town.share is None, town.share or 0, -town.radius, town.code)


def _labels(towns: Sequence[Town]) -> list[tuple[str, float, float]]:
    """The name of each county in the middle of its townships."""
    inside: dict[str, list[Town]] = {}
    for town in towns:
        inside.setdefault(town.county, []).append(town)
    return [
        (
            county,
            round(sum(t.x for t in found) / len(found), 1),
            round(sum(t.y for t in found) / len(found), 1),
        )
        for county, found in inside.items()
        if county
    ]


def _town(row: Reached, x: float, y: float, most: int) -> Town:
    share = share_of(row.people, row.served)
    # A hidden number has no size that could be measured.
    known = max(row.people, SMALLEST_PUBLIC)
    radius = max(SMALLEST, LARGEST * sqrt(known / max(most, known)))
    county = row.township.parent.name if row.township.parent else ""
    return Town(
        code=row.township_id,
        name=row.township.name,
        county=county,
        people=public_number(row.people),
        served=shown(row.people, row.served),
        met=shown(row.people, row.met),
        share=share,
        x=round(x, 1),
        y=round(y, 1),
        radius=round(radius, 1),
        filled=round(radius * sqrt(share / 100), 1) if share is not None else 0.0,
    )


def _places(rows: Sequence[Reached]) -> tuple[list[tuple[float, float]], int]:
    turns: dict[str, count[int]] = {}
    found, without = [], 0
    for row in rows:
        town, county = row.township, row.township.parent
        if town.latitude is not None and town.longitude is not None:
            found.append((town.latitude, town.longitude))
            continue
        without += 1
        turn = next(turns.setdefault(county.code if county else "", count(1)))
        away, angle = STEP * sqrt(turn) * 2, GOLDEN * turn
        seat = (county.latitude or 0.0, county.longitude or 0.0) if county else (0.0, 0.0)
        found.append((seat[0] + away * sin(angle), seat[1] + away * cos(angle)))
    return found, without
