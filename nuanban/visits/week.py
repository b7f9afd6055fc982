"""Seven days of a place: how full each crew is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nuanban.lib.days import is_working_day
from nuanban.offices import queries as offices
from nuanban.visits.board import Lane, day_scale, lanes_of
from nuanban.visits.standing import crews_of_day

DAYS = 7


@dataclass(frozen=True)
class WeekDay:
    """One day, and whether people work on it."""

    day: date
    is_working: bool


@dataclass(frozen=True)
class Full:
    """One crew on one day; none when it does not go out."""

    day: WeekDay
    lane: Lane | None

    @property
    def busy(self) -> str:
        """The part of the shift that is taken, as a drawing wants it."""
        if self.lane is None or self.lane.crew.stopped_at is not None:
            return "0%"
        shift = max(1, round((self.lane.crew.ends - self.lane.crew.begins) / 60))
        return f"{100 * (1 - min(1, self.lane.free_minutes / shift)):.0f}%"


@dataclass(frozen=True)
class Week:
    """Days across, crews down."""

    days: Sequence[WeekDay]
    rows: Sequence[tuple[str, Sequence[Full]]]


def week_of(day: date, site: str, at: datetime) -> Week:
    """The week in which this day lies, from Monday."""
    monday, calendar = day - timedelta(days=day.weekday()), offices.calendar()
    days = [
        WeekDay(one, is_working_day(one, calendar))
        for one in (monday + timedelta(days=n) for n in range(DAYS))
    ]
    lanes = {one.day: _lanes(one.day, site, at) for one in days}
    names = sorted({name for found in lanes.values() for name in found}, key=_in_order(lanes))
    rows = [(name, [Full(one, lanes[one.day].get(name)) for one in days]) for name in names]
    return Week(days, rows)


def _lanes(day: date, site: str, at: datetime) -> dict[str, Lane]:
    crews = crews_of_day(day, site)
    return {lane.crew.name: lane for lane in lanes_of(crews, day_scale(crews), at)}


def _in_order(lanes: dict[date, dict[str, Lane]]) -> Callable[[str], int]:
    """Names as crews were formed, not as their characters are numbered."""
    first: dict[str, int] = {}
    for found in lanes.values():
        for name, lane in found.items():
            first[name] = min(first.get(name, lane.number), lane.number)
    return lambda name: first[name]
