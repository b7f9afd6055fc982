"""Cheapest insertion: where one more visit costs the least, moving nobody to another crew.

A quick sieve looks at all gaps at once and never misses one; what passes is timed exactly.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from operator import is_

import numpy as np
from numpy.typing import NDArray

from nuanban.planner.draft import Draft, Line, line_of
from nuanban.planner.numbers import Numbers, VisitNumbers

FAR = 1 << 40
# Gaps of each crew that are tried for a two-person visit, the nearest first.
NEAREST = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A visit put into the line of a crew: what it costs and when it begins."""

    visit: int
    gap: int
    line: Line
    extra: int

    @property
    def start(self) -> int:
        """When the visit begins."""
        return self.line.times.start[self.gap]


class Gaps:
    """All gaps of lines, before each task and after the last, as columns.

    `leave`: nobody is free earlier; `floor`: nobody begins earlier; `until`: at the next place
    no later; `cap`: free no later, because a break must begin.
    """

    def __init__(self, rows: NDArray[np.int64]) -> None:
        self.rows = rows
        self.crew, self.gap, self.before, self.leave, self.floor = rows[:5]
        self.after, self.until, self.cap = rows[5:]


_NO_GAPS = np.zeros((8, 0), dtype=np.int64)


def gaps_of(numbers: Numbers, line: Line, meetings: Mapping[int, int]) -> Gaps:
    """The gaps of one line."""
    ahead = _ahead(numbers, line)
    behind = _behind(numbers, line, meetings)
    count = len(line.tasks) + 1
    columns = [
        [line.crew] * count,
        list(range(count)),
        *zip(*ahead, strict=True),
        *zip(*behind, strict=True),
    ]
    return Gaps(np.array(columns, dtype=np.int64))


def _ahead(numbers: Numbers, line: Line) -> list[tuple[int, int, int]]:
    """(place, leave, floor) before each gap."""
    crew = numbers.crews[line.crew]
    place, leave = crew.start, crew.begins
    rows = [(place, leave, leave)]
    for task, left in zip(line.tasks, line.times.leave, strict=True):
        if task >= 0:
            place, leave = numbers.visits[task].place, left
        else:
            leave += crew.rests[-1 - task][2]
        rows.append((place, leave, max(left, leave)))
    return rows


def _behind(
    numbers: Numbers, line: Line, meetings: Mapping[int, int]
) -> list[tuple[int, int, int]]:
    """(place, until, cap) behind each gap."""
    crew, quickest = numbers.crews[line.crew], numbers.pace.fastest
    place, until, cap = crew.end, crew.ends, FAR
    rows = [(place, until, cap)]
    for i in range(len(line.tasks) - 1, -1, -1):
        task = line.tasks[i]
        if task < 0:
            _, last, seconds = crew.rests[-1 - task]
            until, cap = until - seconds, min(cap - seconds, last)
        else:
            visit = numbers.visits[task]
            way = int(numbers.ways[visit.place][place] * quickest)
            bound = min(until - way, cap) - visit.seconds
            latest = meetings.get(task, visit.latest(bound))
            place, until, cap = visit.place, -1 if latest is None else min(latest, FAR), FAR
        rows.append((place, until, cap))
    return rows[::-1]


class Finder:
    """Finds gaps in a draft. Keeps the gaps of lines that did not change."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._kept: dict[int, tuple[Line, Gaps]] = {}
        self._all: tuple[list[Line], Gaps] | None = None

    def places(self, visit: int, crews: Sequence[int] | None = None) -> Iterator[Place]:
        """Every way to put the visit into one line, the cheapest way by distance first."""
        gaps = self._gaps()
        wanted = self.draft.numbers.visits[visit].crews if crews is None else crews
        for i in self._sieve(gaps, visit, wanted):
            found = put(self.draft, visit, int(gaps.crew[i]), int(gaps.gap[i]))
            if found is not None:
                yield found

    def best(self, visit: int, crews: Sequence[int] | None = None) -> Place | None:
        """The cheapest way, or None when it fits nowhere."""
        return next(self.places(visit, crews), None)

    def near(self, visit: int, crews: Sequence[int]) -> list[tuple[int, int, int, int, int]]:
        """(extra, crew, gap, earliest, latest) of the nearest gaps, to find meetings."""
        gaps, what = self._gaps(), self.draft.numbers.visits[visit]
        come, latest = _bounds(self.draft.numbers, gaps, what)
        return [
            (int(e), int(gaps.crew[i]), int(gaps.gap[i]), int(come[i]), int(latest[i]))
            for i, e in self._rank(gaps, visit, crews)[:NEAREST]
        ]

    def _sieve(self, gaps: Gaps, visit: int, crews: Sequence[int]) -> list[int]:
        return [i for i, _ in self._rank(gaps, visit, crews)]

    def _rank(self, gaps: Gaps, visit: int, crews: Sequence[int]) -> list[tuple[int, int]]:
        numbers, what = self.draft.numbers, self.draft.numbers.visits[visit]
        may = np.zeros(len(numbers.crews), dtype=bool)
        may[list(crews)] = True
        come, latest = _bounds(numbers, gaps, what)
        open_ = np.zeros(len(come), dtype=bool)
        for first, last in what.windows:
            open_ |= (come <= last) & (latest >= first)
        fits = np.flatnonzero(may[gaps.crew] & open_ & (come <= latest))
        extra = self._extra(gaps, what)[fits]
        order = np.argsort(extra, kind="stable")
        return [(int(fits[i]), int(extra[i])) for i in order]

    def _extra(self, gaps: Gaps, what: VisitNumbers) -> NDArray[np.int64]:
        ways = self.draft.numbers.matrix
        idle = np.array([line.is_idle for line in self.draft.lines])
        straight = np.where(idle[gaps.crew], 0, ways[gaps.before, gaps.after])
        extra: NDArray[np.int64] = (
            ways[gaps.before, what.place] + ways[what.place, gaps.after] - straight
        )
        return extra

    def _gaps(self) -> Gaps:
        lines = self.draft.lines
        if self._all is not None and all(map(is_, self._all[0], lines)):
            return self._all[1]
        many = []
        for line in lines:
            kept = self._kept.get(line.crew)
            if kept is None or kept[0] is not line:
                kept = (line, gaps_of(self.draft.numbers, line, self.draft.meetings))
                self._kept[line.crew] = kept
            many.append(kept[1].rows)
        self._all = (list(lines), Gaps(np.hstack([_NO_GAPS, *many])))
        return self._all[1]


def _bounds(
    numbers: Numbers, gaps: Gaps, what: VisitNumbers
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(earliest arrival, latest start) of a visit in every gap; never too strict."""
    ways, quickest = numbers.matrix, numbers.pace.fastest
    there = (ways[gaps.before, what.place] * quickest).astype(np.int64)
    away = (ways[what.place, gaps.after] * quickest).astype(np.int64)
    come = np.maximum(gaps.leave + there, gaps.floor)
    latest = np.minimum(gaps.until - away, gaps.cap) - what.seconds
    return come, latest


def put(draft: Draft, visit: int, crew: int, gap: int) -> Place | None:
    """The visit in this gap, or None when that cannot be."""
    old = draft.lines[crew]
    tasks = (*old.tasks[:gap], visit, *old.tasks[gap:])
    line = line_of(draft.numbers, crew, tasks, draft.meetings)
    return None if line is None else Place(visit, gap, line, line.travel - old.travel)


def insert(finder: Finder, visit: int) -> bool:
    """Puts the visit where it is cheapest; False when it fits nowhere."""
    draft, numbers = finder.draft, finder.draft.numbers
    alone = [crew for crew in numbers.visits[visit].crews if not numbers.needs_two(visit, crew)]
    promised = numbers.promised_crew(visit)
    if promised is not None and promised in alone:
        alone = [promised]
    place = finder.best(visit, alone) if promised is None or promised in alone else None
    if place is not None:
        draft.lines[place.line.crew] = place.line
        draft.left.discard(visit)
        return True
    return numbers.visits[visit].people > 1 and _insert_two(finder, visit)


def _insert_two(finder: Finder, visit: int) -> bool:
    """Two crews at the same moment, the cheapest pair of gaps that fits."""
    draft, numbers = finder.draft, finder.draft.numbers
    pairs = [crew for crew in numbers.visits[visit].crews if numbers.needs_two(visit, crew)]
    near = finder.near(visit, pairs)
    promised = numbers.promised_crew(visit)
    both = sorted(
        (one[0] + two[0], one, two)
        for one, two in product(near, near)
        if one[1] < two[1] and promised in (None, one[1], two[1])
    )
    what = numbers.visits[visit]
    for _, one, two in both:
        begin = what.begin(max(one[3], two[3]))
        if begin is None or begin > min(one[4], two[4]):
            continue
        draft.meetings[visit] = begin
        found = [put(draft, visit, crew, gap) for _, crew, gap, _, _ in (one, two)]
        lines = [place.line for place in found if place is not None]
        if len(lines) == 2:
            for line in lines:
                draft.lines[line.crew] = line
            draft.left.discard(visit)
            return True
        del draft.meetings[visit]
    return False
