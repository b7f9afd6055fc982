"""A part of a draft as PyVRP reads it, and its answer read back.

PyVRP knows no breaks. Here a break is a customer of its crew that may be served where it is
taken now, on the road too, or at any of the doors the crew already comes to; afterwards it is
taken on the road again. A visit with several windows is several customers, one of which is served.
Two-person visits stay at their moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

import numpy as np
import pyvrp
from numpy.typing import NDArray
from pyvrp.search import OPERATORS, LocalSearch, compute_neighbours
from pyvrp.stop import StoppingCriterion

from nuanban.planner.draft import Draft, Line

# Where a customer is: so many seconds after one place, on the way to another.
Spot: TypeAlias = tuple[int, int, int]

# Nobody takes such a way.
FORBIDDEN = 10_000_000
# What leaving a visit out costs, in seconds on the road, for each step of priority.
PRIZE = 50_000
# So many steps is a promise worth that nobody keeps yet.
PROMISED = 300
# Short searches: penalties adapt at once, and a worse answer is kept for a short while only.
PENALTY = 30.0
PENALTIES = pyvrp.PenaltyParams(solutions_between_updates=20, max_penalty=5000)
PATIENCE = pyvrp.IteratedLocalSearchParams(history_length=60)


@dataclass(slots=True)
class Choice:
    """A visit or break, and the customers that stand for it: (first, last, customer)."""

    task: int
    crews: frozenset[int]
    customers: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Terms:
    """What PyVRP must know of a visit or break."""

    seconds: int
    load: int = 0
    prize: int = 0
    must: bool = True


class Puzzle:
    """Some crews of a draft. Visits of `left` are left over and may come in for others.

    `must`: nobody may be left over.
    """

    def __init__(
        self,
        draft: Draft,
        crews: Sequence[int],
        left: Sequence[int] = (),
        *,
        must: bool = False,
    ) -> None:
        self.draft, self.numbers, self.crews = draft, draft.numbers, list(crews)
        self.free = bool(left) and not must
        self.spots: list[Spot] = []
        self.customers: list[pyvrp.Client] = []
        self.groups: list[pyvrp.ClientGroup] = []
        self.choices: dict[tuple[int, int], Choice] = {}
        self.task_of: list[int] = []
        for crew in self.crews:
            self._add_line(crew)
        for visit in left:
            self._add_visit(visit, must=must)
        self.kinds = self._kinds()
        self.problem = self._problem()

    def _add_line(self, crew: int) -> None:
        """The visits and breaks of one crew."""
        line, one = self.draft.lines[crew], self.numbers.crews[crew]
        for visit in line.visits:
            if visit in self.draft.meetings:
                self._add_meeting(visit, crew)
            else:
                what = self.numbers.visits[visit]
                self._add_visit(visit, must=what.promised or not self.free)
        doors = [one.start, *(self.numbers.visits[v].place for v in line.visits), one.end]
        for task, spot in self._rest_spots(line).items():
            first, last, seconds = one.rests[-1 - task]
            everywhere = dict.fromkeys([spot, *(_at(place) for place in doors)])
            spots = [(where, first, last) for where in everywhere]
            self._add(task, crew, frozenset([crew]), spots, Terms(seconds))

    def _rest_spots(self, line: Line) -> dict[int, Spot]:
        """Where each break is taken now."""
        one, visits = self.numbers.crews[line.crew], self.numbers.visits
        places = [visits[task].place if task >= 0 else -1 for task in line.tasks]
        found: dict[int, Spot] = {}
        place, leave = one.start, one.begins
        for i, task in enumerate(line.tasks):
            if task >= 0:
                place, leave = places[i], line.times.leave[i]
                continue
            ahead = next((other for other in places[i:] if other >= 0), one.end)
            way = self.numbers.ways[place][ahead]
            gone = min(way, self.numbers.pace.driven(leave, line.times.arrive[i]))
            found[task] = _at(ahead) if gone == way else (place, ahead, gone)
            if not gone:
                found[task] = _at(place)
        return found

    def _add_meeting(self, visit: int, crew: int) -> None:
        what, begin = self.numbers.visits[visit], self.draft.meetings[visit]
        spots = [(_at(what.place), begin, begin)]
        self._add(visit, crew, frozenset([crew]), spots, Terms(what.seconds, what.load))

    def _add_visit(self, visit: int, *, must: bool) -> None:
        what = self.numbers.visits[visit]
        able = frozenset(
            crew for crew in self.crews if crew in what.crews and what.people <= self._size(crew)
        )
        if not able or not what.windows:
            return
        spots = [(_at(what.place), first, last) for first, last in what.windows]
        worth = PROMISED if what.promised else 1 + what.priority
        prize = 0 if must else PRIZE * worth
        self._add(visit, -1, able, spots, Terms(what.seconds, what.load, prize, must))

    def _size(self, crew: int) -> int:
        return self.numbers.crews[crew].size

    def _add(
        self,
        task: int,
        crew: int,
        able: frozenset[int],
        spots: Sequence[tuple[Spot, int, int]],
        terms: Terms,
    ) -> None:
        choice = self.choices[task, crew] = Choice(task, able)
        group = len(self.groups) if len(spots) > 1 else None
        for spot, first, last in spots:
            choice.customers.append((first, last, len(self.customers)))
            self.task_of.append(task)
            self.customers.append(
                pyvrp.Client(
                    len(self.spots),
                    delivery=[terms.load],
                    service_duration=terms.seconds,
                    tw_early=first,
                    tw_late=last,
                    prize=terms.prize,
                    required=terms.must and group is None,
                    group=group,
                )
            )
            self.spots.append(spot)
        if group is not None:
            members = [customer for _, _, customer in choice.customers]
            self.groups.append(pyvrp.ClientGroup(members, required=terms.must))

    def _kinds(self) -> list[tuple[tuple[int, ...], list[int]]]:
        """(customers that are barred, crews) of crews that are alike in everything."""
        found: dict[object, tuple[tuple[int, ...], list[int]]] = {}
        for crew in self.crews:
            barred = tuple(
                customer
                for choice in self.choices.values()
                if crew not in choice.crews
                for _, _, customer in choice.customers
            )
            found.setdefault((self.numbers.crews[crew], barred), (barred, []))[1].append(crew)
        return list(found.values())

    def _problem(self) -> pyvrp.ProblemData:
        crews = [self.numbers.crews[crew] for crew in self.crews]
        depots = list(dict.fromkeys(place for one in crews for place in (one.start, one.end)))
        spots = [*self.spots, *(_at(place) for place in depots)]
        pace = float(np.mean([self.numbers.pace.mean(one.begins, one.ends) for one in crews]))
        ways = np.ceil(_between(self.numbers.matrix, spots) * pace).astype(np.int64)
        profiles = list(dict.fromkeys(barred for barred, _ in self.kinds))
        matrices = [_without(ways, barred) for barred in profiles]
        vehicles = []
        for barred, alike in self.kinds:
            one = self.numbers.crews[alike[0]]
            vehicles.append(
                pyvrp.VehicleType(
                    len(alike),
                    capacity=[one.capacity],
                    start_depot=depots.index(one.start),
                    end_depot=depots.index(one.end),
                    tw_early=one.begins,
                    tw_late=one.ends,
                    profile=profiles.index(barred),
                )
            )
        return pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _ in spots],
            self.customers,
            [pyvrp.Depot(len(self.spots) + i) for i in range(len(depots))],
            vehicles,
            cast("list[Any]", matrices),
            cast("list[Any]", matrices),
            self.groups,
        )

    def now(self) -> pyvrp.Solution:
        """The draft as it is."""
        routes = []
        for kind, (_, alike) in enumerate(self.kinds):
            for crew in alike:
                row = self._row(crew)
                if row:
                    routes.append(pyvrp.Route(self.problem, row, kind))
        return pyvrp.Solution(self.problem, routes)

    def _row(self, crew: int) -> list[int]:
        line, row = self.draft.lines[crew], []
        rests = self._rest_spots(line)
        for task, start in zip(line.tasks, line.times.start, strict=True):
            own = task < 0 or task in self.draft.meetings
            customers = self.choices[task, crew if own else -1].customers
            if task < 0:
                row.append(next(c for _, _, c in customers if self.spots[c] == rests[task]))
            else:
                row.append(next(c for first, last, c in customers if first <= start <= last))
        return row

    def solve(self, stop: StoppingCriterion, seed: int) -> dict[int, list[int]] | None:
        """Tasks of each crew in a better order, or None when none was found that holds."""
        chance = pyvrp.RandomNumberGenerator(seed=seed)
        search = LocalSearch(self.problem, chance, compute_neighbours(self.problem))
        for operator in OPERATORS:
            if operator.supports(self.problem):
                search.add_operator(operator(self.problem))
        penalties = pyvrp.PenaltyManager(([PENALTY], PENALTY, PENALTY), PENALTIES)
        climber = pyvrp.IteratedLocalSearch(self.problem, penalties, search, self.now(), PATIENCE)
        result = climber.run(stop, collect_stats=False)
        if not result.best.is_feasible():
            return None
        rows: dict[int, list[int]] = {crew: [] for crew in self.crews}
        waiting = [list(alike) for _, alike in self.kinds]
        for route in result.best.routes():
            crew = waiting[route.vehicle_type()].pop(0)
            rows[crew] = [self.task_of[step.idx] for step in route if step.is_client()]
        return rows


def _without(ways: NDArray[np.int64], barred: Sequence[int]) -> NDArray[np.int64]:
    """Ways on which nobody comes to the barred customers."""
    cut = ways.copy()
    cut[list(barred), :] = FORBIDDEN
    cut[:, list(barred)] = FORBIDDEN
    np.fill_diagonal(cut, 0)
    return cut


def _at(place: int) -> Spot:
    return place, place, 0


def _between(matrix: NDArray[np.int64], spots: Sequence[Spot]) -> NDArray[np.int64]:
    """Ways between spots: to a spot on the road by the place before it, on by the one after."""
    before = np.array([one[0] for one in spots])
    after = np.array([one[1] for one in spots])
    gone = np.array([one[2] for one in spots])
    rest = matrix[before, after] * (before != after) - gone
    ways: NDArray[np.int64] = matrix[np.ix_(after, before)] + rest[:, None] + gone
    return ways
