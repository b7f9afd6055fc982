"""The routes of a day as a drawing: crews in colour, shape and number, over the ground."""

from dataclasses import dataclass, field

from nuanban.offices import queries as offices
from nuanban.visits.board import Board, Lane
from nuanban.visits.ground import (
    Frame,
    Ground,
    Name,
    Point,
    frame_around,
    ground_of,
    hall_of,
    mercator,
)
from nuanban.visits.models import Visit


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


@dataclass
class DayMap:
    """All that is drawn, in this order."""

    ground: Ground
    legs: list[Leg] = field(default_factory=list)
    halls: list[Name] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def map_of(board: Board) -> DayMap | None:
    """The map of a board; None when there is nothing to show."""
    hall = hall_of(board.site)
    visits = [bar.visit for lane in board.lanes for bar in lane.visits if bar.visit]
    # Who waits far away must not make everybody else small.
    points = [_point(visit) for visit in visits or board.waiting]
    if hall is None and not points:
        return None
    frame = frame_around([*points, *([hall[1]] if hall else [])])
    towns = offices.divisions_of_city(board.site[:6], 9).exclude(latitude=None)
    drawn = DayMap(ground_of(frame, board.site, towns))
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


def _point(visit: Visit) -> Point:
    return mercator(visit.latitude, visit.longitude)


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
