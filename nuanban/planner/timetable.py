"""When a crew is where. A task is a visit (its index) or the break `-1 - i`.

Breaks are taken on the road between two doors: as soon as their window is open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nuanban.planner.numbers import CrewNumbers, Numbers

Tasks = Sequence[int]
# When both crews of a two-person visit begin.
Meetings = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Timetable:
    """Moments of each task in order; `finish` is back at the end place."""

    arrive: tuple[int, ...]
    start: tuple[int, ...]
    leave: tuple[int, ...]
    travel: int
    finish: int


class _Clock:
    """One crew on its way: the present moment, place, and what was noted so far."""

    def __init__(self, numbers: Numbers, crew: CrewNumbers, rest_first: bool) -> None:
        self.numbers, self.crew, self.rest_first = numbers, crew, rest_first
        self.now, self.place, self.travel, self.load = crew.begins, crew.start, 0, 0
        self.arrive: list[int] = []
        self.start: list[int] = []
        self.leave: list[int] = []

    def note(self, arrive: int, start: int, seconds: int) -> None:
        """One task is done."""
        self.arrive.append(arrive)
        self.start.append(start)
        self.now = start + seconds
        self.leave.append(self.now)

    def go(self, place: int, waiting: list[int]) -> bool:
        """To the next place, resting on the way; False when a rest would begin too late."""
        pace, way = self.numbers.pace, self.numbers.ways[self.place][place]
        for task in waiting:
            first, last, seconds = self.crew.rests[-1 - task]
            if self.now > last:
                return False
            if self.now < first and not self.rest_first:
                there = pace.arrive(self.now, way)
                done = way if there <= first else pace.driven(self.now, first)
                self.travel += min(there, first) - self.now
                way -= done
                self.now = min(there, first)
            self.note(self.now, max(self.now, first), seconds)
        there = pace.arrive(self.now, way)
        self.travel += there - self.now
        self.now, self.place = there, place
        return True

    def serve(self, visit: int, meetings: Meetings) -> bool:
        """Begins as early as may be; False when it is too late or too much to carry."""
        what = self.numbers.visits[visit]
        self.load += what.load
        begin = meetings.get(visit)
        if begin is None:
            begin = what.begin(self.now)
        if begin is None or self.now > begin or self.load > self.crew.capacity:
            return False
        self.note(self.now, begin, what.seconds)
        return True


def timetable(
    numbers: Numbers, crew: int, tasks: Tasks, meetings: Meetings, *, rest_first: bool = False
) -> Timetable | None:
    """The earliest moments, or None when it cannot be done.

    `rest_first` rests where the last visit was, before driving on.
    """
    clock = _Clock(numbers, numbers.crews[crew], rest_first)
    waiting: list[int] = []
    for task in tasks:
        if task < 0:
            waiting.append(task)
            continue
        there = numbers.visits[task].place
        if not clock.go(there, waiting) or not clock.serve(task, meetings):
            return None
        waiting = []
    if not clock.go(clock.crew.end, waiting) or clock.now > clock.crew.ends:
        return None
    return Timetable(
        tuple(clock.arrive), tuple(clock.start), tuple(clock.leave), clock.travel, clock.now
    )
