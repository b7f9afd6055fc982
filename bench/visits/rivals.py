"""Everybody who plans: ours, VROOM and PyVRP by themselves, OR-Tools in a process of its own."""

import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyvrp
from pyvrp.stop import MaxRuntime

from nuanban.planner.check import faults
from nuanban.planner.day import Day
from nuanban.planner.draft import Draft, draft_of, empty_draft
from nuanban.planner.first_plan import PATIENCE, first_plan
from nuanban.planner.limit import Limit, steps_only
from nuanban.planner.numbers import Numbers
from nuanban.planner.parts import Pieces
from nuanban.planner.planning import plan_day
from nuanban.planner.puzzle import Puzzle
from nuanban.planner.routes import plan_of

SCRIPT = Path(__file__).with_name("or_tools.py")
DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rival made of a day. `broken` counts everything that does not hold."""

    travel: int
    left: int
    broken: int
    seconds: float


def ours(day: Day, seconds: float, seed: int) -> Answer:
    """Our planner."""
    began = time.monotonic()
    plan = plan_day(day, Limit(seconds, time.monotonic), seed)
    took = time.monotonic() - began
    return Answer(plan.travel_seconds, len(plan.left_over), len(faults(day, plan)), took)


def vroom(day: Day, seconds: float, seed: int) -> Answer:
    """VROOM as deep as it goes, cut off when the time is over."""
    numbers = Numbers(day)
    everybody = list(range(len(numbers.visits))), list(range(len(numbers.crews)))
    began = time.monotonic()
    limit = Limit(3 * seconds, time.monotonic)
    draft = first_plan(
        empty_draft(numbers), Pieces([everybody], DEEPEST, seconds / PATIENCE), limit
    )
    return _answer(draft, time.monotonic() - began)


def py_vrp(day: Day, seconds: float, seed: int) -> Answer:
    """PyVRP from nothing, as it comes; it knows no breaks."""
    numbers = Numbers(day)
    draft = empty_draft(numbers)
    puzzle = Puzzle(draft, range(len(numbers.crews)), sorted(draft.left), must=True)
    began = time.monotonic()
    result = pyvrp.solve(puzzle.problem, MaxRuntime(seconds), seed=seed, display=False)
    took = time.monotonic() - began
    rows: list[list[int]] = [[] for _ in numbers.crews]
    waiting = [list(alike) for _, alike in puzzle.kinds]
    for route in result.best.routes():
        crew = waiting[route.vehicle_type()].pop(0)
        rows[crew] = [puzzle.task_of[step.idx] for step in route if step.is_client()]
    return _answer(draft_of(numbers, rows, {}), took)


def or_tools(python: str) -> Callable[[Day, float, int], Answer]:
    """OR-Tools of another environment."""

    def run(day: Day, seconds: float, seed: int) -> Answer:
        numbers = Numbers(day)
        asked = {
            "ways": numbers.ways,
            "crews": [
                [c.start, c.end, c.begins, c.ends, c.capacity, c.rests] for c in numbers.crews
            ],
            "visits": [
                [v.place, v.seconds, v.windows[0], v.load, v.priority, v.crews]
                for v in numbers.visits
            ],
            "seconds": seconds,
        }
        began = time.monotonic()
        told = subprocess.run(
            [python, str(SCRIPT)],
            input=json.dumps(asked),
            text=True,
            capture_output=True,
            check=True,
        )
        took = time.monotonic() - began
        rows: list[list[int]] = json.loads(told.stdout)
        return _answer(draft_of(numbers, rows, {}), took)

    return run


def _answer(draft: Draft, took: float) -> Answer:
    plan = plan_of(draft, steps_only())
    broken = faults(draft.numbers.day, plan)
    return Answer(plan.travel_seconds, len(plan.left_over), len(broken), took)
