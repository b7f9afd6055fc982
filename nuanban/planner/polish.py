"""Shorter ways for a draft that holds: all crews at once, or neighbours among them in turn.

How long it searches is counted in steps, so that the same day gives the same plan everywhere;
time is only the guard.
"""

import random
import warnings
from collections.abc import Sequence

from nuanban.planner.draft import Draft, drop_lonely
from nuanban.planner.limit import Limit
from nuanban.planner.near import sets_of_neighbours
from nuanban.planner.puzzle import Puzzle

# Visits that are polished together; more when all crews are of a few kinds.
TOGETHER = 160
TOGETHER_ALIKE = 400
FEW_KINDS = 8
MOST_LEFT = 40
# Steps in a second that a slow machine still makes with so many visits; fewer with more.
STEPS_A_SECOND = 500
STEPS_A_SECOND_ALIKE = 800
USUAL_VISITS = 180
# Steps that a visit is worth.
STEPS_A_VISIT = 100
LEAST_STEPS = 60
# Searches that begin again at the best draft.
ROUNDS = 2
# Seconds that reading the answer back may take.
RESERVE = 0.15


def polish(draft: Draft, limit: Limit, seconds: float, seed: int) -> Draft:
    """The best draft found; at worst the same."""
    chance = random.Random(seed)
    visits = sum(len(line.visits) for line in draft.lines)
    alike = _kinds(draft) <= FEW_KINDS
    usual = STEPS_A_SECOND_ALIKE if alike else STEPS_A_SECOND
    pace = usual * min(1.0, USUAL_VISITS / max(1, visits))
    steps = int(min(seconds * pace, visits * STEPS_A_VISIT))
    for crews, share in _turns(draft, chance):
        if limit.is_over(RESERVE):
            break
        draft = better(draft, crews, max(LEAST_STEPS, int(steps * share)), limit, chance)
    return draft


def better(
    draft: Draft, crews: Sequence[int], steps: int, limit: Limit, chance: random.Random
) -> Draft:
    """One search of so many steps among these crews; the draft itself when nothing is gained."""
    crews = [crew for crew in crews if _takes_part(draft, crew)]
    if not any(draft.lines[crew].visits for crew in crews):
        return draft
    stop = _Steps(steps, limit)
    with warnings.catch_warnings():
        # PyVRP warns when a day has no room; the draft holds already.
        warnings.simplefilter("ignore")
        left = sorted(draft.left)
        if len(left) > MOST_LEFT:
            left = sorted(chance.sample(left, MOST_LEFT))
        rows = Puzzle(draft, crews, left).solve(stop, chance.randrange(1 << 31))
    if rows is None:
        return draft
    other = draft.copy()
    other.left |= {visit for crew in crews for visit in draft.lines[crew].visits}
    for crew, tasks in rows.items():
        other.left -= set(tasks)
        other.set_line(crew, tasks)
    drop_lonely(other)
    return other if other.cost < draft.cost else draft


class _Steps:
    """Stops after so many steps, or when time is over."""

    def __init__(self, steps: int, limit: Limit) -> None:
        self.steps, self.limit = steps, limit

    def __call__(self, best_cost: int) -> bool:
        self.steps -= 1
        return self.steps < 0 or self.limit.is_over(RESERVE)


def _takes_part(draft: Draft, crew: int) -> bool:
    """An idle crew that rests would have to drive home for it."""
    one = draft.numbers.crews[crew]
    return bool(draft.lines[crew].visits) or one.start == one.end or not one.rests


def _turns(draft: Draft, chance: random.Random) -> list[tuple[list[int], float]]:
    """Crews that are polished together, in turn, and the share of the steps each turn gets."""
    everybody = list(range(len(draft.lines)))
    visits = sum(len(line.visits) for line in draft.lines)
    if visits <= (TOGETHER_ALIKE if _kinds(draft) <= FEW_KINDS else TOGETHER):
        return [(everybody, 1 / ROUNDS)] * ROUNDS
    sets = [one for _ in range(2) for one in sets_of_neighbours(draft, TOGETHER, chance)]
    return [(near, 1 / len(sets)) for near in sets]


def _kinds(draft: Draft) -> int:
    """How many matrices PyVRP would need."""
    numbers = draft.numbers
    if draft.meetings or any(crew.rests for crew in numbers.crews):
        return len(draft.lines)
    able: list[list[int]] = [[] for _ in numbers.crews]
    for i, visit in enumerate(numbers.visits):
        for crew in visit.crews:
            able[crew].append(i)
    return len(set(map(tuple, able)))
