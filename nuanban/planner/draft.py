"""A plan while it is being made: one line of tasks per crew, each of which can be done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from nuanban.planner.numbers import Numbers
from nuanban.planner.timetable import Meetings, Timetable, timetable

# Broken promises, priorities left over, visits left over, seconds on the road.
Cost: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """What one crew does, in order, and when."""

    crew: int
    tasks: tuple[int, ...]
    times: Timetable

    @property
    def visits(self) -> list[int]:
        """The visits, in order."""
        return [task for task in self.tasks if task >= 0]

    @property
    def is_idle(self) -> bool:
        """Whether it has no visit."""
        return all(task < 0 for task in self.tasks)

    @property
    def travel(self) -> int:
        """Seconds on the road; nobody drives without a visit."""
        return 0 if self.is_idle else self.times.travel


@dataclass(slots=True)
class Draft:
    """All lines, the meetings of two-person visits, and who is left. Lines are replaced whole."""

    numbers: Numbers
    lines: list[Line]
    meetings: dict[int, int] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    # Time was over before everybody had been tried.
    untried: bool = False

    def copy(self) -> "Draft":
        """Another draft that can be changed apart from this one."""
        return Draft(
            self.numbers, list(self.lines), dict(self.meetings), set(self.left), self.untried
        )

    @property
    def travel(self) -> int:
        """Seconds on the road of all crews."""
        return sum(line.travel for line in self.lines)

    @property
    def cost(self) -> Cost:
        """The smaller the better; the first number counts most."""
        left = [self.numbers.visits[visit] for visit in self.left]
        broken = sum(one.promised for one in left)
        return broken, sum(one.priority for one in left), len(left), self.travel

    def crews_of(self, visit: int) -> list[int]:
        """Who makes this visit."""
        return [line.crew for line in self.lines if visit in line.tasks]

    def take_out(self, visit: int) -> None:
        """Leaves a visit over. What remains can always be done, because ways are short cuts:
        where they are not, breaks and visits after it are left over too."""
        self.meetings.pop(visit, None)
        self.left.add(visit)
        for crew in self.crews_of(visit):
            rest = [task for task in self.lines[crew].tasks if task != visit]
            self.set_line(crew, rest)

    def set_line(self, crew: int, tasks: Sequence[int]) -> None:
        """Gives a crew these tasks; what cannot be done is left over."""
        line, dropped = fitting(self.numbers, crew, tasks, self.meetings)
        self.lines[crew] = line
        for visit in dropped:
            self.take_out(visit)


def line_of(numbers: Numbers, crew: int, tasks: Sequence[int], meetings: Meetings) -> Line | None:
    """The line, or None when it cannot be done."""
    times = timetable(numbers, crew, tasks, meetings)
    return None if times is None else Line(crew, tuple(tasks), times)


def resting(numbers: Numbers, crew: int) -> tuple[int, ...]:
    """The breaks of a crew as tasks, in order of time."""
    return tuple(-1 - i for i in range(len(numbers.crews[crew].rests)))


def fitting(
    numbers: Numbers, crew: int, tasks: Sequence[int], meetings: Meetings
) -> tuple[Line, list[int]]:
    """A line that can be done, and the visits that had to be dropped for it."""
    line = line_of(numbers, crew, tasks, meetings)
    if line is not None:
        return line, []
    kept = idle_line(numbers, crew)
    dropped = []
    for visit in [task for task in tasks if task >= 0]:
        longer = _with_last(numbers, kept, visit, meetings)
        if longer is None:
            dropped.append(visit)
        else:
            kept = longer
    return kept, dropped


def _with_last(numbers: Numbers, line: Line, visit: int, meetings: Meetings) -> Line | None:
    """The visit as the last one, with every place for it among the breaks tried."""
    last = max((i for i, task in enumerate(line.tasks) if task >= 0), default=-1)
    for gap in range(last + 1, len(line.tasks) + 1):
        tasks = (*line.tasks[:gap], visit, *line.tasks[gap:])
        longer = line_of(numbers, line.crew, tasks, meetings)
        if longer is not None:
            return longer
    return None


def idle_line(numbers: Numbers, crew: int) -> Line:
    """A crew that only rests; it need not be able to come home, because it stays there."""
    tasks = resting(numbers, crew)
    times = timetable(numbers, crew, tasks, {})
    if times is None:
        one = numbers.crews[crew]
        still = (one.begins,) * len(tasks)
        times = Timetable(still, still, still, 0, one.begins)
    return Line(crew, tasks, times)


def empty_draft(numbers: Numbers) -> Draft:
    """Nobody is visited yet."""
    lines = [idle_line(numbers, crew) for crew in range(len(numbers.crews))]
    return Draft(numbers, lines, {}, set(range(len(numbers.visits))))


def draft_of(numbers: Numbers, rows: Iterable[Sequence[int]], meetings: Meetings) -> Draft:
    """A draft of tasks found elsewhere; what cannot be done is left over."""
    draft = empty_draft(numbers)
    draft.meetings = dict(meetings)
    for crew, tasks in enumerate(rows):
        if not tasks:
            continue
        draft.left -= {task for task in tasks if task >= 0}
        draft.lines[crew], dropped = fitting(numbers, crew, tasks, draft.meetings)
        draft.left |= set(dropped)
    drop_lonely(draft)
    return draft


def drop_lonely(draft: Draft) -> None:
    """Two-person visits to which only one would come are left over."""
    coming: dict[int, list[int]] = {}
    for line in draft.lines:
        for visit in line.visits:
            coming.setdefault(visit, []).append(line.crew)
    for visit, crews in coming.items():
        meeting = visit in draft.meetings
        if len(crews) != 1 + meeting or (not meeting and draft.numbers.needs_two(visit, crews[0])):
            draft.take_out(visit)
    for visit in draft.meetings.keys() - coming.keys():
        draft.take_out(visit)
