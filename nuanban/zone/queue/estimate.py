"""How long a person will wait, as an honest range: eight of ten waits should fall inside it.

The way it is found can be told to anybody: walk the queue forward, window by window and lunch
break by lunch break, at the pace of today; then widen the answer by what the service times of
today and the people still to come leave open.
"""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from nuanban.zone.queue.line import Line
from nuanban.zone.queue.people import Lane, Waiting, WindowSkills


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one service takes, in minutes."""

    mean: float
    spread: float
    """Standard deviation."""

    def learned_from(self, finished_minutes: Sequence[float], *, weight: float = 20.0) -> "Pace":
        """This pace corrected by today's finished services; it counts like ``weight`` of them."""
        count = len(finished_minutes) + weight
        mean = (self.mean * weight + sum(finished_minutes)) / count
        prior = weight * (self.spread**2 + (self.mean - mean) ** 2)
        seen = sum((minutes - mean) ** 2 for minutes in finished_minutes)
        return Pace(mean, math.sqrt((prior + seen) / count))


DEFAULT_PACE = Pace(mean=8.0, spread=6.0)


@dataclass(frozen=True, slots=True)
class WindowAhead:
    """A window that is open now or opens later today."""

    skills: WindowSkills
    free_at: datetime
    """When it can call again: now or earlier if it is free, ``expected_free_at`` if it is busy."""
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    """Lunch and other breaks, ascending; nobody is called inside one."""

    def ready_from(self, moment: datetime) -> datetime:
        for begins, ends in self.pauses:
            if begins <= moment < ends:
                moment = ends
        return moment


@dataclass(frozen=True, slots=True)
class WaitRange:
    low_minutes: int
    high_minutes: int

    @property
    def text(self) -> str:
        if self.high_minutes <= 1:
            return "马上就到"
        if self.low_minutes == 0:
            return f"{self.high_minutes} 分钟以内"
        return f"{self.low_minutes}–{self.high_minutes} 分钟"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the estimate knows besides the queue itself."""

    pace: Pace = DEFAULT_PACE
    priority_per_hour: float = 12.0
    """Priority people expected to arrive; some of them will be called before an ordinary one."""
    stays: float = 0.95
    """Share of waiting people who are still there when called."""


DEFAULT_OUTLOOK = Outlook()
WIDTH_BELOW, WIDTH_ABOVE = 1.4, 1.5
"""How many standard deviations the range reaches down and up. Set with ``python -m bench.queue``
so that 80 % of the waits of people who were not free to go at once fall inside."""
MOST_WALKED = 150
"""People walked one by one; behind them the same pace is continued, so a hall with thousands of
tickets still answers at once."""


def estimate(
    person: Waiting,
    waiting: Sequence[Waiting] | Line,
    windows: Sequence[WindowAhead],
    clock: datetime,
    *,
    outlook: Outlook = DEFAULT_OUTLOOK,
) -> WaitRange | None:
    """Minutes from ``clock`` until ``person`` is called; None when no window of today serves them.

    ``waiting`` may or may not contain ``person``. With a ``Line`` the cost does not grow with the
    number of people.
    """
    serving = sum(window.skills.can_serve(person) for window in windows)
    if not serving:
        return None
    line = waiting if isinstance(waiting, Line) else Line(waiting)
    to_come = _still_to_come(person, line, clock, outlook)
    called_at, calls = _walk(person, line, to_come, windows, clock, outlook)
    middle = (called_at - clock).total_seconds() / 60
    if middle <= 0:
        return WaitRange(0, 1)
    services = math.sqrt(calls + 1) * outlook.pace.spread
    arrivals = math.sqrt(len(to_come)) * outlook.pace.mean
    spread = math.hypot(services, arrivals) / serving
    return WaitRange(_down(middle - WIDTH_BELOW * spread), _up(middle + WIDTH_ABOVE * spread))


def ahead_of(person: Waiting, waiting: Sequence[Waiting] | Line) -> int:
    """How many of the people here now will be called before this one, as things stand."""
    line = waiting if isinstance(waiting, Line) else Line(waiting)
    return line.ahead_of(person)


def expected_free_at(started_at: datetime, clock: datetime, pace: Pace) -> datetime:
    """When a busy window will probably call again. A long service has some time left, always."""
    elapsed = (clock - started_at).total_seconds() / 60
    return clock + timedelta(minutes=max(pace.mean - elapsed, pace.mean / 10))


def _still_to_come(person: Waiting, line: Line, clock: datetime, outlook: Outlook) -> list[Waiting]:
    """Priority people who will probably arrive in time to be called before an ordinary one."""
    if person.lane is Lane.PRIORITY or outlook.priority_per_hour <= 0:
        return []
    gap = timedelta(hours=1 / outlook.priority_per_hour)
    last = person.arrived_at + line.policy.head_start
    room = line.policy.overtaken_cap - person.overtaken
    count = max(0, min(room, int((last - clock) / gap)))
    arrivals = (clock + gap * (number + 1) for number in range(count))
    return [Waiting(UUID(int=number), Lane.PRIORITY, at) for number, at in enumerate(arrivals)]


def _walk(
    person: Waiting,
    line: Line,
    to_come: list[Waiting],
    windows: Sequence[WindowAhead],
    clock: datetime,
    outlook: Outlook,
) -> tuple[datetime, float]:
    """When this person is called, and after how many other calls."""
    ahead = line.ahead_of(person)
    walked = line.first(min(ahead, MOST_WALKED)) + to_come
    walked.sort(key=line.policy.virtual_arrival)
    factor = max(1.0, (ahead + len(to_come)) / max(1, len(walked)))
    service = timedelta(minutes=outlook.pace.mean * outlook.stays)
    free = _free_at(windows, clock, timedelta(minutes=outlook.pace.mean))
    called_at, calls = _serve_until(person, walked, windows, free, service)
    return clock + (called_at - clock) * factor, calls * factor


def _free_at(
    windows: Sequence[WindowAhead], clock: datetime, service: timedelta
) -> list[tuple[datetime, int]]:
    """A heap of when each window will call next, with its place in ``windows``.

    Services under way are taken to end evenly spread over one mean service, in their expected
    order: then busy windows together call once every mean / busy minutes, as they do.
    """
    free, busy = [], []
    for number, window in enumerate(windows):
        if clock < window.free_at <= clock + service:
            busy.append((window.free_at, number))
        else:
            free.append((window.ready_from(max(window.free_at, clock)), number))
    for place, (_, number) in enumerate(sorted(busy)):
        at = clock + service * ((place + 0.8) / len(busy))
        free.append((windows[number].ready_from(at), number))
    heapq.heapify(free)
    return free


def _serve_until(
    person: Waiting,
    ahead: list[Waiting],
    windows: Sequence[WindowAhead],
    free: list[tuple[datetime, int]],
    service: timedelta,
) -> tuple[datetime, int]:
    calls = 0
    while True:
        at, number = heapq.heappop(free)
        window = windows[number]
        index = _first_for(window.skills, ahead, at)
        if index is not None:
            del ahead[index]
            calls += 1
            heapq.heappush(free, (window.ready_from(at + service), number))
        elif window.skills.can_serve(person):
            return at, calls


def _first_for(window: WindowSkills, ahead: list[Waiting], at: datetime) -> int | None:
    for index, other in enumerate(ahead):
        if other.arrived_at <= at and window.can_serve(other):
            return index
    return None


def _down(minutes: float) -> int:
    """To the step people think in: one minute below ten, five above."""
    step = 1 if minutes < 10 else 5
    return max(0, math.floor(minutes / step) * step)


def _up(minutes: float) -> int:
    step = 1 if minutes < 10 else 5
    return max(1, math.ceil(minutes / step) * step)
