"""The map of a form, on which somebody points at a home."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nuanban.offices import queries as offices
from nuanban.offices.enums import DivisionLevel
from nuanban.offices.queries import Division
from nuanban.visits.ground import (
    LETTERS,
    SMALLEST_DEGREES,
    Frame,
    Ground,
    Name,
    Point,
    attribution,
    frame_around,
    frame_at,
    ground_of,
    hall_of,
    mercator,
    picture_address,
)

# With pictures of a map server under it, single houses can be seen.
NEAREST_DEGREES = 0.01
# Degrees across, by the digits of a division without an outline.
AROUND = {6: 0.6, 9: 0.2, 12: 0.1}
# A scale is no longer than this part of the drawing.
SCALE_PART = 6
# Around the equator; what a scale may say.
EARTH_METRES = 40_075_017
ROUND_METRES = tuple(digit * 10**zeros for zeros in range(1, 7) for digit in (1, 2, 5))
# Between a narrow telephone in the largest letters and a wide screen.
FEWEST_LETTERS, MOST_LETTERS = 6.0, 60.0
# How many villages may stand in words; a county has a few hundred.
MOST_VILLAGES = 400


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to see: a place, so many degrees across; or a division; or the city.
    `letters`: how many fit across their drawing; `chosen`: a division whose name comes first.
    """

    division: str = ""
    latitude: float | None = None
    longitude: float | None = None
    across: float | None = None
    letters: float | None = None
    chosen: str = ""


@dataclass(frozen=True)
class PinMap:
    """The ground for a pin, its frame, the hall, and villages that words may name."""

    frame: Frame
    ground: Ground
    hall: Name | None
    villages: str

    @property
    def edges(self) -> str:
        """Left, top, width and height of the frame, as scripts read them."""
        frame = self.frame
        return " ".join(f"{it:.10f}" for it in (frame.left, frame.top, frame.width, frame.height))

    @property
    def scale(self) -> tuple[str, str]:
        """A round number of metres or kilometres, and how long that is in the drawing."""
        south, north = self.frame.box[1], self.frame.box[3]
        whole = EARTH_METRES * math.cos(math.radians((south + north) / 2)) * self.frame.width
        metres = max(it for it in ROUND_METRES if it <= max(whole / SCALE_PART, ROUND_METRES[0]))
        words = f"{metres} 米" if metres < 1_000 else f"{metres // 1_000} 公里"
        return f"{100 * metres / whole:.2f}%", words


def pin_map(wanted: Wanted) -> PinMap:
    """The piece of the city that is wanted."""
    here, hall = offices.city(), offices.main_hall()
    city_code = here.division_id if here else ""
    frame = _frame(wanted, city_code)
    places = [one for one in offices.points_in(city_code, *frame.box) if _is_told(one, frame)]
    places.sort(key=lambda one: one.code != wanted.chosen)
    found = hall_of(hall.code) if hall else None
    letters = max(FEWEST_LETTERS, min(MOST_LETTERS, wanted.letters or LETTERS))
    return PinMap(
        frame=frame,
        ground=ground_of(frame, city_code, places, letters, [_corner(frame)]),
        hall=Name(frame.x(found[1][0]), frame.y(found[1][1]), found[0]) if found else None,
        villages=_villages(places),
    )


def around_the_form() -> dict[str, Any]:
    """What the page itself carries: where counties and townships lie, by code; whose pictures."""
    here = offices.city()
    known = _larger(here.division_id) if here else []
    return {"places": {one.code: _named(one) for one in known}, "attribution": attribution()}


def _frame(wanted: Wanted, city_code: str) -> Frame:
    whole = _whole(city_code)
    if wanted.latitude is not None and wanted.longitude is not None:
        width = _width(wanted.across or AROUND[9], whole)
        return frame_at(mercator(wanted.latitude, wanted.longitude), width)
    if offices.division(wanted.division) is None:
        return whole
    outline = offices.outlines_of([wanted.division]).first()
    if outline is not None:
        corners = ((outline.south, outline.west), (outline.north, outline.east))
        return frame_around([mercator(*corner) for corner in corners])
    point = mercator(*offices.point_of(wanted.division))
    return frame_at(point, _width(AROUND.get(len(wanted.division), AROUND[6]), whole))


def _corner(frame: Frame) -> Point:
    """Where the scale stands."""
    return frame.left, frame.top + 0.95 * frame.height


def _width(across: float, whole: Frame) -> float:
    """Degrees as a width that shows something."""
    nearest = NEAREST_DEGREES if picture_address() else SMALLEST_DEGREES
    return max(nearest / 360, min(across / 360, whole.width))


def _whole(city_code: str) -> Frame:
    points = [mercator(one.latitude or 0.0, one.longitude or 0.0) for one in _larger(city_code)]
    return frame_around(points or [mercator(0.0, 0.0)])


def _larger(city_code: str) -> list[Division]:
    """Counties and townships with a point."""
    counties, towns = (offices.divisions_of_city(city_code, length) for length in (6, 9))
    return list((counties | towns).exclude(code=city_code).exclude(latitude=None))


def _is_told(place: Division, frame: Frame) -> bool:
    """Of half a county, villages say too much."""
    return place.level != DivisionLevel.VILLAGE or frame.width * 360 <= AROUND[6]


def _villages(places: Sequence[Division]) -> str:
    """As scripts read them."""
    found = [one for one in places if one.level == DivisionLevel.VILLAGE]
    return json.dumps({one.code: _named(one) for one in found[:MOST_VILLAGES]})


def _named(place: Division) -> tuple[str, float | None, float | None]:
    return place.name, place.latitude, place.longitude
