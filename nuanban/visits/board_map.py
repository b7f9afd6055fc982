"""The routes of a day as a drawing: crews in colour, shape and number, townships by name.

Everything is placed in parts of the drawing, so that its words keep their size at every width.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from nuanban.lib.flat_map import path_of
from nuanban.offices import queries as offices
from nuanban.visits.board import Board, Lane
from nuanban.visits.models import Visit

# Width to height of the drawing; css/board.css says the same.
RATIO = 4 / 3
# Outlines are stretched over the drawing, so they have units of their own.
AREA_WIDTH, AREA_HEIGHT = 1_000, 750
# Never nearer than this: half a village fills no map.
SMALLEST_DEGREES = 0.06
MOST_NAMES = 24
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

    def shows(self, point: Point) -> bool:
        """Whether a point lies well inside."""
        across, down = (point[0] - self.left) / self.width, (point[1] - self.top) / self.height
        return 0.02 < across < 0.9 and 0.04 < down < 0.97


@dataclass(frozen=True)
class Leg:
    """A way from door to door."""

    x1: str
    y1: str
    x2: str
    y2: str
    shape: int


@dataclass(frozen=True)
class Mark:
    """A door. Those at the same point stand beside each other: `aside` counts them."""

    x: str
    y: str
    visit: Visit
    shape: int = 0
    turn: int = 0
    crew: str = ""
    aside: int = 0

    @property
    def shift(self) -> str:
        """As a drawing moves it aside."""
        return f"translate({26 * self.aside},0)"


@dataclass(frozen=True)
class Name:
    """A township, or the hall."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Area:
    """The outline of a county or a township, in parts of AREA_WIDTH and AREA_HEIGHT."""

    path: str
    level: str


@dataclass
class DayMap:
    """All that is drawn, in this order."""

    areas: list[Area] = field(default_factory=list)
    tiles: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    halls: list[Name] = field(default_factory=list)
    # Whose pictures they are.
    attribution: str = ""


def mercator(latitude: float, longitude: float) -> Point:
    """A point of the earth as parts of the map of the world."""
    sine = math.sin(math.radians(max(-85.0, min(85.0, latitude))))
    return (longitude + 180) / 360, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def map_of(board: Board) -> DayMap | None:
    """The map of a board; None when there is nothing to show."""
    hall = _hall(board.site)
    visits = [bar.visit for lane in board.lanes for bar in lane.visits if bar.visit]
    # Who waits far away must not make everybody else small.
    points = [_point(visit) for visit in visits or board.waiting]
    if hall is None and not points:
        return None
    frame = _frame([*points, *([hall[1]] if hall else [])])
    areas = _areas(frame, board.site)
    drawn = DayMap(areas=areas, tiles=_tiles(frame), names=_names(frame, board.site))
    drawn.attribution = str(getattr(settings, "MAP_ATTRIBUTION", "")) if drawn.tiles else ""
    if hall:
        drawn.halls.append(Name(frame.x(hall[1][0]), frame.y(hall[1][1]), hall[0]))
    taken: dict[tuple[int, int], int] = {}
    for lane in board.lanes:
        _draw(drawn, frame, lane, hall[1] if hall else None, taken)
    for visit in board.waiting:
        x, y = _point(visit)
        if frame.shows((x, y)):
            aside = _aside(taken, (x, y), frame)
            drawn.marks.append(Mark(frame.x(x), frame.y(y), visit, aside=aside))
    return drawn


def degrees(point: Point) -> Point:
    """Latitude and longitude of a place on the map of the world."""
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * point[1]))))
    return latitude, 360 * point[0] - 180


def _areas(frame: Frame, site: str) -> list[Area]:
    """Whatever can be seen; counties lie under their townships."""
    north, west = degrees((frame.left, frame.top))
    south, east = degrees((frame.left + frame.width, frame.top + frame.height))

    def place(longitude: float, latitude: float) -> Point:
        x, y = mercator(latitude, longitude)
        across, down = (x - frame.left) / frame.width, (y - frame.top) / frame.height
        return AREA_WIDTH * across, AREA_HEIGHT * down

    seen = offices.outlines_in(site, west, south, east, north)
    drawn = [Area(path_of(one.shape, place), one.division.level) for one in seen]
    return [area for area in drawn if area.path]


def _hall(site: str) -> tuple[str, Point] | None:
    found = offices.site(site)
    if found is None or found.division.latitude is None or found.division.longitude is None:
        return None
    return found.name, mercator(found.division.latitude, found.division.longitude)


def _point(visit: Visit) -> Point:
    return mercator(visit.latitude, visit.longitude)


def _frame(points: Sequence[Point]) -> Frame:
    """Everybody with a margin, never too near, in the shape of the drawing."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    least = SMALLEST_DEGREES / 360
    width = max(max(xs) - min(xs), (max(ys) - min(ys)) * RATIO, least) * 1.3
    height = width / RATIO
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return Frame(middle[0] - width / 2, middle[1] - height / 2, width, height)


def _draw(
    drawn: DayMap,
    frame: Frame,
    lane: Lane,
    hall: Point | None,
    taken: dict[tuple[int, int], int],
) -> None:
    here = hall
    for bar in lane.visits:
        if bar.visit is None:
            continue
        point = _point(bar.visit)
        if here is not None and here != point:
            drawn.legs.append(_leg(frame, here, point, lane.shape))
        x, y = frame.x(point[0]), frame.y(point[1])
        aside = _aside(taken, point, frame)
        drawn.marks.append(Mark(x, y, bar.visit, lane.shape, bar.turn, lane.crew.name, aside))
        here = point
    if hall is not None and here is not None and here != hall:
        drawn.legs.append(_leg(frame, here, hall, lane.shape))


def _leg(frame: Frame, here: Point, there: Point, shape: int) -> Leg:
    return Leg(frame.x(here[0]), frame.y(here[1]), frame.x(there[0]), frame.y(there[1]), shape)


def _aside(taken: dict[tuple[int, int], int], point: Point, frame: Frame) -> int:
    """How many stand at this place already."""
    place = (
        round(50 * (point[0] - frame.left) / frame.width),
        round(50 * (point[1] - frame.top) / frame.height),
    )
    taken[place] = taken.get(place, -1) + 1
    return taken[place]


def _names(frame: Frame, site: str) -> list[Name]:
    """Townships in sight, as many as can be read."""
    found: list[tuple[Point, str]] = []
    for place in offices.divisions_of_city(site[:6], 9).exclude(latitude=None):
        point = mercator(place.latitude or 0.0, place.longitude or 0.0)
        if frame.shows(point) and all(_apart(point, other, frame) for other, _ in found):
            found.append((point, place.name))
    return [Name(frame.x(x), frame.y(y), text) for (x, y), text in found[:MOST_NAMES]]


def _apart(one: Point, two: Point, frame: Frame) -> bool:
    across = abs(one[0] - two[0]) / frame.width
    return across > 0.16 or abs(one[1] - two[1]) / frame.height > 0.06


def _tiles(frame: Frame) -> list[tuple[str, str, str, str, str]]:
    """Pictures of a map server, where the city has named one: (address, x, y, width, height)."""
    address = str(getattr(settings, "MAP_TILES", ""))
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
