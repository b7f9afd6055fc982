"""A piece of the earth as a drawing: outlines, names, map pictures. What stands on it comes later.

Everything is placed in parts of the drawing, so that its words keep their size at every width.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from nuanban.lib.flat_map import path_of
from nuanban.offices import queries as offices
from nuanban.offices.queries import Division

# Width to height of the drawing; map.css says the same.
RATIO = 4 / 3
# Outlines are stretched over the drawing, so they have units of their own.
AREA_WIDTH, AREA_HEIGHT = 1_000, 750
# Never nearer than this: half a village fills no map.
SMALLEST_DEGREES = 0.06
MOST_NAMES = 24
# Letters that fit across the drawing; a name takes so many of them, and so many lines.
LETTERS, NAME_LETTERS, NAME_LINES = 47.0, 7.5, 2.1
TILE_PIXELS, DRAWN_PIXELS, NEAREST_ZOOM = 256, 700, 17

Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """What part of the earth is shown, in Mercator's parts of the world (0 to 1)."""

    left: float
    top: float
    width: float
    height: float

    def x(self, value: float) -> str:
        """From the left."""
        return f"{100 * (value - self.left) / self.width:.2f}%"

    def y(self, value: float) -> str:
        """From the top."""
        return f"{100 * (value - self.top) / self.height:.2f}%"

    def shows(self, point: Point, right: float = 0.1) -> bool:
        """Whether a point lies well inside; on its right so much is kept free."""
        across, down = (point[0] - self.left) / self.width, (point[1] - self.top) / self.height
        return 0.02 < across < 1 - right and 0.04 < down < 0.97

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north, in degrees."""
        north, west = degrees((self.left, self.top))
        south, east = degrees((self.left + self.width, self.top + self.height))
        return west, south, east, north


@dataclass(frozen=True)
class Name:
    """A division, or the hall."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Area:
    """The outline of a county or a township, in parts of AREA_WIDTH and AREA_HEIGHT."""

    path: str
    level: str


@dataclass(frozen=True)
class Ground:
    """All that lies under a map, in this order; and whose pictures they are."""

    tiles: Sequence[tuple[str, str, str, str, str]]
    areas: Sequence[Area]
    names: Sequence[Name]
    attribution: str


def mercator(latitude: float, longitude: float) -> Point:
    """A point of the earth as parts of the map of the world."""
    sine = math.sin(math.radians(max(-85.0, min(85.0, latitude))))
    return (longitude + 180) / 360, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def degrees(point: Point) -> Point:
    """Latitude and longitude of a place on the map of the world."""
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * point[1]))))
    return latitude, 360 * point[0] - 180


def frame_around(points: Sequence[Point]) -> Frame:
    """Everybody with a margin, never too near, in the shape of the drawing."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    least = SMALLEST_DEGREES / 360
    width = max(max(xs) - min(xs), (max(ys) - min(ys)) * RATIO, least) * 1.3
    return frame_at(((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2), width)


def frame_at(middle: Point, width: float) -> Frame:
    """So wide around a place."""
    height = width / RATIO
    return Frame(middle[0] - width / 2, middle[1] - height / 2, width, height)


def ground_of(
    frame: Frame,
    city_code: str,
    places: Iterable[Division],
    letters: float = LETTERS,
    taken: Sequence[Point] = (),
) -> Ground:
    """What lies in a frame; of the places, the first that can be read beside each other and beside
    what is taken, where so many letters fit across.
    """
    names = _names(frame, places, letters, taken)
    return Ground(_tiles(frame), _areas(frame, city_code), names, attribution())


def picture_address() -> str:
    """Of the map server that the city has named; empty for none."""
    return str(getattr(settings, "MAP_TILES", ""))


def attribution() -> str:
    """Whose pictures are shown; empty for none."""
    return str(getattr(settings, "MAP_ATTRIBUTION", "")) if picture_address() else ""


def hall_of(site: str) -> tuple[str, Point] | None:
    """The name of a hall, and where it is."""
    found = offices.site(site)
    if found is None or found.division.latitude is None or found.division.longitude is None:
        return None
    return found.name, mercator(found.division.latitude, found.division.longitude)


def _areas(frame: Frame, city_code: str) -> list[Area]:
    """Whatever can be seen; counties lie under their townships."""

    def place(longitude: float, latitude: float) -> Point:
        x, y = mercator(latitude, longitude)
        across, down = (x - frame.left) / frame.width, (y - frame.top) / frame.height
        return AREA_WIDTH * across, AREA_HEIGHT * down

    seen = offices.outlines_in(city_code, *frame.box)
    drawn = [Area(path_of(one.shape, place), one.division.level) for one in seen]
    return [area for area in drawn if area.path]


def _names(
    frame: Frame, places: Iterable[Division], letters: float, taken: Sequence[Point]
) -> list[Name]:
    least = NAME_LETTERS / letters, NAME_LINES / letters * RATIO
    found: list[Name] = []
    others = list(taken)
    for place in places:
        point = mercator(place.latitude or 0.0, place.longitude or 0.0)
        is_shown = frame.shows(point, right=least[0] * 0.6)
        if is_shown and all(_apart(point, other, frame, least) for other in others):
            others.append(point)
            found.append(Name(frame.x(point[0]), frame.y(point[1]), place.name))
    return found[:MOST_NAMES]


def _apart(one: Point, two: Point, frame: Frame, least: tuple[float, float]) -> bool:
    across = abs(one[0] - two[0]) / frame.width
    return across > least[0] or abs(one[1] - two[1]) / frame.height > least[1]


def _tiles(frame: Frame) -> list[tuple[str, str, str, str, str]]:
    """Pictures of a map server, where the city has named one: (address, x, y, width, height)."""
    address = picture_address()
    if not address:
        return []
    zoom = int(math.log2(DRAWN_PIXELS / (TILE_PIXELS * frame.width)))
    zoom = max(0, min(NEAREST_ZOOM, zoom))
    count = 1 << zoom
    return [
        (
            address.format(z=zoom, x=x, y=y),
            frame.x(x / count),
            frame.y(y / count),
            f"{100 / count / frame.width:.3f}%",
            f"{100 / count / frame.height:.3f}%",
        )
        for x in _numbers(frame.left, frame.width, count)
        for y in _numbers(frame.top, frame.height, count)
    ]


def _numbers(first: float, length: float, count: int) -> Iterable[int]:
    return range(max(0, int(first * count)), min(count - 1, int((first + length) * count)) + 1)
