"""The day as a dispatcher sees it: what each crew does when, what is late, who still waits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from nuanban.lib.days import city_day
from nuanban.lib.names import family_name
from nuanban.visits.clock import HOUR, now_on
from nuanban.visits.enums import VisitState
from nuanban.visits.faces import known_faces
from nuanban.visits.labels import Label, label_of
from nuanban.visits.models import BoardMove, Crew, CrewMember, Stop, Visit
from nuanban.visits.moving import BEST, FIRST, Goal
from nuanban.visits.objections import in_clock
from nuanban.visits.punctual import Word, word_of
from nuanban.visits.standing import crews_of_day, standing_of
from nuanban.visits.ways import ways_of

WAITING = (VisitState.WANTED, VisitState.NOBODY_HOME, VisitState.HELD)
# So many of those who wait are listed; more are counted.
MOST_WAITING = 24
SHAPES = 6
# Times are written so much smaller than names, as in board.css.
SMALL = 0.85


@dataclass(frozen=True)
class Scale:
    """Seconds of the day as parts of the width of a drawing."""

    first: int
    last: int

    def at(self, second: int) -> str:
        """Where a second lies: `12.50%`."""
        return f"{100 * (second - self.first) / (self.last - self.first):.2f}%"

    def share(self, first: int, last: int) -> float:
        """Which part of the day a stretch is, 0 to 1."""
        return max(0, last - first) / (self.last - self.first)

    def wide(self, first: int, last: int) -> str:
        """How wide a stretch is."""
        return f"{100 * self.share(first, last):.2f}%"

    @property
    def hours(self) -> list[tuple[str, str]]:
        """Full hours: (label, place)."""
        return [(f"{hour}", self.at(hour * HOUR)) for hour in self._hours()]

    def _hours(self) -> range:
        return range(-(-self.first // HOUR), self.last // HOUR + 1)


@dataclass(frozen=True)
class Bar:
    """A stretch of a crew's day: a way, a visit or a rest."""

    kind: str
    first: int
    last: int
    left: str
    width: str
    stop: Stop | None = None
    turn: int = 0
    word: Word | None = None
    window_left: str = ""
    window_width: str = ""
    after: str = ""
    name: Label | None = None
    when: Label | None = None

    @property
    def visit(self) -> Visit | None:
        """Who is visited."""
        return self.stop.visit if self.stop else None


@dataclass
class Lane:
    """One crew: its people, its bars, its day in numbers."""

    crew: Crew
    number: int
    people: list[str]
    bars: list[Bar] = field(default_factory=list)
    way_seconds: int = 0
    busy_seconds: int = 0

    @property
    def shape(self) -> int:
        """Which of the drawings and colours marks it."""
        return (self.number - 1) % SHAPES + 1

    @property
    def visits(self) -> list[Bar]:
        """Whom it visits, in order."""
        return [bar for bar in self.bars if bar.kind == "visit"]

    @property
    def way_minutes(self) -> int:
        """Minutes on the road."""
        return round(self.way_seconds / 60)

    @property
    def free_minutes(self) -> int:
        """Minutes of the shift in which nothing is planned."""
        if not self.crew.goes_visiting:
            return 0
        shift = self.crew.ends - self.crew.begins
        # Who visits nobody rests all the same, only nobody wrote down when.
        rest = 0 if any(bar.kind == "rest" for bar in self.bars) else self.crew.rest_seconds
        return max(0, round((shift - rest - self.busy_seconds - self.way_seconds) / 60))


@dataclass(frozen=True)
class Board:
    """Everything on the page."""

    day: date
    site: str
    scale: Scale
    lanes: Sequence[Lane]
    waiting: Sequence[Visit]
    waiting_count: int
    stand: int
    last_move: BoardMove | None
    now_left: str

    @property
    def alarms(self) -> list[tuple[Lane, Bar]]:
        """What is late, the worst first."""
        late = [(lane, bar) for lane in self.lanes for bar in lane.visits if _is_late(bar)]
        return sorted(late, key=lambda one: one[1].word is not None and one[1].word.tone != "red")

    @property
    def open_lanes(self) -> list[Lane]:
        """Crews that go on."""
        return [lane for lane in self.lanes if lane.crew.goes_visiting]


def _is_late(bar: Bar) -> bool:
    return bar.word is not None and bar.word.is_late


def board_of(day: date, site: str, at: datetime) -> Board:
    """The board of a place on a day."""
    crews = crews_of_day(day, site)
    scale = day_scale(crews)
    now = now_on(day, at)
    return Board(
        day,
        site,
        scale,
        lanes_of(crews, scale, at),
        waiting := list(waiting_at(site)[:MOST_WAITING]),
        len(waiting) if len(waiting) < MOST_WAITING else waiting_at(site).count(),
        standing_of(day, site),
        BoardMove.objects.filter(day=day, site_id=site, undone_at=None).last(),
        scale.at(now) if scale.first <= now <= scale.last and day == city_day(at) else "",
    )


def waiting_at(site: str) -> QuerySet[Visit]:
    """Who waits for a time, the most urgent first."""
    found = Visit.objects.filter(site_id=site, state__in=WAITING)
    return found.select_related("resident", "division").order_by("deadline_at", "asked_at")


def day_scale(crews: Sequence[Crew]) -> Scale:
    """Full hours from the first who sets out to the last who comes home."""
    begins = [crew.begins for crew in crews] or [8 * HOUR]
    ends = [crew.ends for crew in crews] or [18 * HOUR]
    return Scale(min(begins) // HOUR * HOUR, -(-max(ends) // HOUR) * HOUR)


def lanes_of(crews: Sequence[Crew], scale: Scale, at: datetime) -> list[Lane]:
    """What each crew does."""
    people: dict[int, list[str]] = {crew.pk: [] for crew in crews}
    for one in CrewMember.objects.filter(crew__in=crews).select_related("member"):
        people[one.crew_id].append(one.member.name)
    stops: dict[int, list[Stop]] = {crew.pk: [] for crew in crews}
    found = Stop.objects.filter(crew__in=crews).select_related("visit__resident", "visit__division")
    for stop in found.order_by("crew", "turn"):
        stops[stop.crew_id].append(stop)
    lanes = []
    for number, crew in enumerate(crews, 1):
        lane = Lane(crew, number, sorted(people[crew.pk]))
        _draw(lane, stops[crew.pk], scale, at)
        lanes.append(lane)
    return lanes


def _draw(lane: Lane, stops: Sequence[Stop], scale: Scale, at: datetime) -> None:
    """Bars in order of time: each stop, and the way before it as late as it may begin."""
    free, last = lane.crew.begins, FIRST
    ways = iter(ways_of(lane.crew, [(stop.visit, stop.leave) for stop in stops if stop.visit]))
    for stop in stops:
        if stop.visit is not None:
            way = next(ways)
            lane.way_seconds += way
            _way(lane, max(free, stop.start - way), stop.start, scale)
        lane.busy_seconds += stop.leave - stop.start
        last = str(stop.visit_id) if stop.visit_id else last
        lane.bars.append(_bar(lane, stop, last, scale, at))
        free = stop.leave
    if lane.visits:
        home = next(ways)
        lane.way_seconds += home
        _way(lane, free, min(free + home, scale.last), scale)


def _way(lane: Lane, first: int, last: int, scale: Scale) -> None:
    if last > first:
        lane.bars.append(Bar("way", first, last, scale.at(first), scale.wide(first, last)))


def _bar(lane: Lane, stop: Stop, after: str, scale: Scale, at: datetime) -> Bar:
    left, width = scale.at(stop.start), scale.wide(stop.start, stop.leave)
    visit = stop.visit
    if visit is None:
        return Bar("rest", stop.start, stop.leave, left, width, stop)
    first = max(visit.window_from or stop.start, scale.first)
    last = min(visit.window_to or stop.start, scale.last)
    turn, word = len(lane.visits) + 1, word_of(visit, stop, at)
    share = scale.share(stop.start, stop.leave)
    name = visit.resident.name
    short = (f"{turn} {family_name(name)}", f"{turn}")
    mark = "！" if word.is_late else ""
    return Bar(
        "visit",
        stop.start,
        stop.leave,
        left,
        width,
        stop,
        turn,
        word,
        scale.at(first),
        scale.wide(first, last),
        after,
        label_of(f"{turn} {name}", short, share),
        label_of(f"{mark}{in_clock(stop.start)}", (mark,), share, SMALL),
    )


def places_for(board: Board, visit: Visit) -> list[tuple[Lane, bool, list[tuple[str, str]]]]:
    """Where a visit could go, by crew: whether they know each other, and (key, words)."""
    lanes = board.open_lanes
    known = known_faces([visit.resident_id], [lane.crew.pk for lane in lanes])
    familiar = known.get(visit.resident_id, set())
    return [(lane, lane.crew.pk in familiar, _places(lane, visit.pk)) for lane in lanes]


def _places(lane: Lane, moved: UUID) -> list[tuple[str, str]]:
    crew = lane.crew.pk
    found = [(Goal(crew, BEST).key, "最合适的位置"), (Goal(crew, FIRST).key, "第一家")]
    for bar in lane.visits:
        if bar.visit is not None and bar.visit.pk != moved:
            words = f"在 {in_clock(bar.first)} {bar.visit.resident.name} 之后"
            found.append((Goal(crew, str(bar.visit.pk)).key, words))
    return found
