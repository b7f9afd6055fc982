"""Run by the Python that has OR-Tools: a day from stdin, tasks of each crew to stdout.

Breaks are intervals of a vehicle; skills are allowed vehicles; who is left over costs a lot.
"""

import json
import sys
from typing import Any

FAR = 10_000_000
LEFT = 100_000
MOST_LOAD = 1 << 40


class Asked:
    """The day as OR-Tools reads it."""

    def __init__(self, routing: Any, asked: dict[str, Any]) -> None:
        self.crews, self.visits, self.ways = asked["crews"], asked["visits"], asked["ways"]
        self.first = len(self.visits)
        self.places = [visit[0] for visit in self.visits]
        self.places += [place for crew in self.crews for place in crew[:2]]
        starts = [self.first + 2 * i for i in range(len(self.crews))]
        ends = [start + 1 for start in starts]
        self.manager = routing.RoutingIndexManager(len(self.places), len(self.crews), starts, ends)
        self.model = routing.RoutingModel(self.manager)
        self.rests: dict[tuple[int, int], Any] = {}

    def way(self, a: int, b: int) -> int:
        """Seconds from one stop to another."""
        node = self.manager.IndexToNode
        return int(self.ways[self.places[node(a)]][self.places[node(b)]])

    def of_visit(self, index: int, field: int) -> int:
        """A number of a visit; 0 at the stations."""
        node = self.manager.IndexToNode(index)
        return int(self.visits[node][field]) if node < self.first else 0

    def add_dimensions(self) -> None:
        """Ways, time and load."""
        model = self.model
        model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitCallback(self.way))
        moving = model.RegisterTransitCallback(lambda a, b: self.of_visit(a, 1) + self.way(a, b))
        model.AddDimension(moving, FAR, FAR, False, "time")
        self.time = model.GetDimensionOrDie("time")
        load = model.RegisterUnaryTransitCallback(lambda a: self.of_visit(a, 3))
        capacities = [min(crew[4], MOST_LOAD) for crew in self.crews]
        model.AddDimensionWithVehicleCapacity(load, 0, capacities, True, "load")

    def add_visits(self) -> None:
        """Windows, who may serve, what leaving out costs."""
        for i, (_, _, window, _, priority, able) in enumerate(self.visits):
            index = self.manager.NodeToIndex(i)
            self.time.CumulVar(index).SetRange(*window)
            self.model.VehicleVar(index).SetValues([-1, *able])
            self.model.AddDisjunction([index], LEFT * (1 + priority))

    def add_crews(self) -> None:
        """Shifts and breaks."""
        services = [self.of_visit(i, 1) for i in range(self.model.Size())]
        solver = self.model.solver()
        for i, crew in enumerate(self.crews):
            self.time.CumulVar(self.model.Start(i)).SetRange(crew[2], crew[3])
            self.time.CumulVar(self.model.End(i)).SetRange(crew[2], crew[3])
            for j, (early, late, seconds) in enumerate(crew[5]):
                self.rests[i, j] = solver.FixedDurationIntervalVar(
                    early, late, seconds, False, f"{i}-{j}"
                )
            own = [self.rests[i, j] for j in range(len(crew[5]))]
            self.time.SetBreakIntervalsOfVehicle(own, i, services)

    def row(self, found: Any, crew: int) -> list[int]:
        """Tasks of a crew in order of time."""
        steps, index = [], self.model.Start(crew)
        while not self.model.IsEnd(index):
            node = self.manager.IndexToNode(index)
            if node < self.first:
                steps.append((found.Min(self.time.CumulVar(index)), node))
            index = found.Value(self.model.NextVar(index))
        if steps:
            rests = range(len(self.crews[crew][5]))
            steps += [(found.StartMin(self.rests[crew, j]), -1 - j) for j in rests]
        return [task for _, task in sorted(steps)]


def main() -> None:
    """One day."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    told = json.load(sys.stdin)
    asked = Asked(pywrapcp, told)
    asked.add_dimensions()
    asked.add_visits()
    asked.add_crews()
    search = pywrapcp.DefaultRoutingSearchParameters()
    first = routing_enums_pb2.FirstSolutionStrategy
    climb = routing_enums_pb2.LocalSearchMetaheuristic
    search.first_solution_strategy = first.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = climb.GUIDED_LOCAL_SEARCH
    search.time_limit.FromMilliseconds(int(told["seconds"] * 1000))
    found = asked.model.SolveWithParameters(search)
    crews = range(len(asked.crews))
    print(json.dumps([asked.row(found, crew) if found else [] for crew in crews]))


if __name__ == "__main__":
    main()
