"""The first plan of a day by VROOM: skills, breaks, several windows, everybody it can serve."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import vroom
from numpy.typing import NDArray

from nuanban.planner.draft import Draft, draft_of, line_of
from nuanban.planner.limit import Limit
from nuanban.planner.numbers import ANY_LOAD, can_rest
from nuanban.planner.parts import Pieces

HIGHEST = 100
# On a slow minute VROOM may take so many times as long as it should.
PATIENCE = 1.7
# VROOM counts in 32 bits.
FARTHEST = 10_000_000
MOST_COST = (1 << 32) - 1
# More than a day of way is never driven, whatever it costs.
FAR_COST = 86_400
FINEST = 1 << 16


def first_plan(draft: Draft, pieces: Pieces, limit: Limit) -> Draft:
    """A plan for all visits; the two-person visits of `draft` stay where they are.

    VROOM looks at its time too seldom to be trusted with it: it is given no more than it can do.
    What it cannot do in that time is left over.
    """
    rows: list[list[int]] = [list(line.tasks) for line in draft.lines]
    enough = limit.left() - 2 * pieces.seconds
    for visits, crews in pieces.parts:
        if limit.left() < enough:
            break
        before, longest = limit.left(), limit.at_most(pieces.seconds * PATIENCE)
        found = _Question(draft, visits, crews).answer(pieces.depth, longest)
        limit.was_hit |= longest is not None and before - limit.left() >= longest
        for crew, row in found.items():
            rows[crew] = _rested(draft, crew, row)
    return draft_of(draft.numbers, rows, draft.meetings)


def _rested(draft: Draft, crew: int, row: list[int]) -> list[int]:
    """Each break where it costs least, the earliest of such places: to VROOM they are alike."""
    for task in [task for task in row if task < 0]:
        others = [one for one in row if one != task]
        tried = [[*others[:gap], task, *others[gap:]] for gap in range(len(others) + 1)]
        lines = [line_of(draft.numbers, crew, one, draft.meetings) for one in tried]
        found = [line for line in lines if line is not None]
        if found:
            row = list(min(found, key=lambda line: (line.travel, line.times.finish)).tasks)
    return row


def _without_ties(ways: NDArray[np.float64]) -> NDArray[np.uint32]:
    """What ways cost: their seconds, and less than one more each, so that no two plans cost alike.

    VROOM searches in several threads, one at a time but in any order; of plans that cost alike
    it keeps the one found first.
    """
    costs = np.minimum(ways, FAR_COST).astype(np.uint64)
    # VROOM refuses what might overflow: every place at its dearest, there and back.
    dearest = int(costs.max(axis=0).sum() + costs.max(axis=1).sum() + 2 * len(costs))
    finest = max(1, min(FINEST, MOST_COST // dearest))
    parts = np.random.default_rng(len(costs)).integers(0, finest, costs.shape, dtype=np.uint64)
    found: NDArray[np.uint32] = (costs * finest + parts).astype(np.uint32)
    return found


class _Question:
    """Some crews and visits as VROOM reads them: a skill is a set of crews that may serve."""

    def __init__(self, draft: Draft, visits: list[int], crews: list[int]) -> None:
        self.draft, self.numbers, self.crews = draft, draft.numbers, crews
        self.input = vroom.Input()
        self._jobs: list[int] = []
        self._sets: dict[tuple[int, ...], int] = {}
        self._loads = any(self.numbers.visits[visit].load for visit in visits)
        alone = [visit for visit in visits if visit not in draft.meetings and self._may(visit)]
        meetings = [(v, c) for c in crews for v in draft.lines[c].visits if v in draft.meetings]
        sets = [self._able(visit) for visit in alone] + [(crew,) for _, crew in meetings]
        for one in sets:
            self._skill(one)
        # Crews of one place have rows of their own, or swapping their days would cost nothing.
        ends = dict.fromkeys((crew, place) for crew in crews for place in self._ends(crew))
        self._end_at = {end: i for i, end in enumerate(ends)}
        # Neighbours at one door have rows of their own, or swapping them would cost nothing.
        doors = [self.numbers.visits[v].place for v in (*alone, *(v for v, _ in meetings))]
        self._set_matrix([*(place for _, place in ends), *doors])
        for crew in crews:
            if can_rest(self.numbers.day.crews[crew]):
                self._add_crew(crew)
        for visit in alone:
            self._add_alone(visit)
        for visit, crew in meetings:
            begin = draft.meetings[visit]
            self._add(visit, (crew,), ((begin, begin),), HIGHEST)

    def answer(self, depth: int, seconds: float | None) -> dict[int, list[int]]:
        """Tasks of each crew."""
        rows: dict[int, list[int]] = {crew: [] for crew in self.crews}
        if not self._jobs:
            return rows
        timeout = None if seconds is None else timedelta(seconds=max(0.1, seconds))
        found = self.input.solve(exploration_level=depth, nb_threads=1, timeout=timeout)
        for route in found.to_dict()["routes"]:
            row = rows[route["vehicle"]]
            for step in route["steps"]:
                if step["type"] == "job":
                    row.append(self._jobs[step["id"]])
                elif step["type"] == "break":
                    row.append(-1 - step["id"])
        return rows

    def _set_matrix(self, places: list[int]) -> None:
        pace, crews = self.numbers.pace, [self.numbers.crews[crew] for crew in self.crews]
        usual = float(np.mean([pace.mean(crew.begins, crew.ends) for crew in crews]))
        ways = np.ceil(self.numbers.matrix[np.ix_(places, places)] * usual)
        self.input.set_durations_matrix("car", np.minimum(ways, FARTHEST).astype(np.uint32))
        self.input.set_costs_matrix("car", _without_ties(ways))

    def _ends(self, crew: int) -> tuple[int, int]:
        return self.numbers.crews[crew].start, self.numbers.crews[crew].end

    def _skill(self, crews: Sequence[int]) -> int:
        return self._sets.setdefault(tuple(crews), len(self._sets) + 1)

    def _able(self, visit: int) -> tuple[int, ...]:
        one, inside = self.numbers.visits[visit], set(self.crews)
        return tuple(
            c for c in one.crews if c in inside and one.people <= self.numbers.crews[c].size
        )

    def _may(self, visit: int) -> bool:
        return bool(self._able(visit) and self.numbers.visits[visit].windows)

    def _add_crew(self, index: int) -> None:
        crew = self.numbers.crews[index]
        self.input.add_vehicle(
            vroom.Vehicle(
                index,
                start=self._end_at[index, crew.start],
                end=self._end_at[index, crew.end],
                skills={skill for crews, skill in self._sets.items() if index in crews},
                capacity=[min(crew.capacity, ANY_LOAD)] if self._loads else [],
                time_window=(crew.begins, crew.ends),
                breaks=[
                    vroom.Break(i, time_windows=[[first, last]], service=seconds)
                    for i, (first, last, seconds) in enumerate(crew.rests)
                ],
            )
        )

    def _add_alone(self, visit: int) -> None:
        what = self.numbers.visits[visit]
        rank = HIGHEST if what.promised else min(what.priority, HIGHEST - 1)
        self._add(visit, self._able(visit), what.windows, rank)

    def _add(
        self, visit: int, crews: tuple[int, ...], windows: Sequence[tuple[int, int]], rank: int
    ) -> None:
        what = self.numbers.visits[visit]
        self.input.add_job(
            vroom.Job(
                len(self._jobs),
                len(self._end_at) + len(self._jobs),
                default_service=what.seconds,
                delivery=[what.load] if self._loads else [],
                skills={self._skill(crews)},
                priority=rank,
                time_windows=[[first, last] for first, last in windows],
            )
        )
        self._jobs.append(visit)
