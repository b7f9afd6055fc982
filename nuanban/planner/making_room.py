"""When a visit fits nowhere: somebody less urgent, to whom nothing was promised, makes room."""

from dataclasses import dataclass

from nuanban.planner.draft import Cost, Draft, Line, line_of
from nuanban.planner.insertion import Finder, insert

# Visits in a row that may have to go, and how many ways are worked out to the end.
IN_A_ROW = 3
TRIED = 12


@dataclass(frozen=True, slots=True)
class _Way:
    """The line with the visit, and who had to go."""

    line: Line
    gone: tuple[int, ...]
    weight: tuple[int, int, int]


def make_room(finder: Finder, visit: int) -> bool:
    """Puts the visit in, moving or leaving over others; False when that gains nothing."""
    draft = finder.draft
    before = draft.cost
    best: tuple[Cost, Draft] | None = None
    for way in sorted(_ways(draft, visit), key=lambda one: one.weight)[:TRIED]:
        other = draft.copy()
        other.lines[way.line.crew] = way.line
        other.left = (other.left | set(way.gone)) - {visit}
        elsewhere = Finder(other)
        for one in sorted(way.gone, key=lambda v: -draft.numbers.visits[v].priority):
            insert(elsewhere, one)
        if best is None or other.cost < best[0]:
            best = other.cost, other
        if not other.left - draft.left:
            break
    if best is None or best[0] >= before:
        return False
    draft.lines, draft.meetings, draft.left = best[1].lines, best[1].meetings, best[1].left
    return True


def _ways(draft: Draft, visit: int) -> list[_Way]:
    numbers, what = draft.numbers, draft.numbers.visits[visit]
    able = [crew for crew in what.crews if not numbers.needs_two(visit, crew)]
    promised = numbers.promised_crew(visit)
    if promised is not None:
        able = [crew for crew in able if crew == promised]
    found = []
    for crew in able:
        tasks = draft.lines[crew].tasks
        for first in range(len(tasks)):
            for last in range(first + 1, min(first + IN_A_ROW, len(tasks)) + 1):
                row = tasks[first:last]
                gone = tuple(task for task in row if task >= 0)
                if gone and _may_go(draft, gone, visit):
                    rests = tuple(task for task in row if task < 0)
                    found += _instead(
                        draft, crew, (tasks[:first], rests, tasks[last:]), gone, visit
                    )
    return found


def _may_go(draft: Draft, gone: tuple[int, ...], visit: int) -> bool:
    """Promises and meetings stay; so does who is more urgent, unless this one was promised."""
    visits = draft.numbers.visits
    bound = 1 << 30 if visits[visit].promised else visits[visit].priority
    return not any(
        visits[one].promised or one in draft.meetings or visits[one].priority > bound
        for one in gone
    )


def _instead(
    draft: Draft,
    crew: int,
    parts: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    gone: tuple[int, ...],
    visit: int,
) -> list[_Way]:
    """The visit where the others were, before or after a break that lies there."""
    before, rests, after = parts
    visits = draft.numbers.visits
    weight = sum(visits[one].priority for one in gone), len(gone)
    for gap in range(len(rests) + 1):
        tasks = (*before, *rests[:gap], visit, *rests[gap:], *after)
        line = line_of(draft.numbers, crew, tasks, draft.meetings)
        if line is not None:
            return [_Way(line, gone, (*weight, line.travel - draft.lines[crew].travel))]
    return []
