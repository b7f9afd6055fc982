"""A running day from a moment on: what has begun stands, the rest may be planned anew."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cached_property

from nuanban.planner.day import Break, Crew, Day, Key, Promise, Visit
from nuanban.planner.draft import Draft
from nuanban.planner.numbers import Numbers
from nuanban.planner.plan import Plan, Route, Stop
from nuanban.planner.routes import draft_from

Stops = tuple[Stop, ...]


class RestOfDay:
    """The rest of a day as a day of its own. Gone crews are not in it.

    Whoever was promised a gone crew keeps the time; another crew may come.
    """

    def __init__(
        self,
        day: Day,
        plan: Plan,
        now: int = 0,
        *,
        gone: Collection[Key] = (),
        more: Iterable[Visit] = (),
    ) -> None:
        self.plan, self.now = plan, now
        self.whole = replace(day, visits=(*day.visits, *more))
        self._visits = {visit.id: visit for visit in self.whole.visits}
        self.begun = _begun(day, plan, now, gone)
        done = {stop.visit for stops in self.begun.values() for stop in stops}
        self.rest = replace(
            self.whole,
            crews=tuple(self._crew(crew) for crew in day.crews if crew.id not in gone),
            visits=tuple(
                _visit(visit, gone) for visit in self.whole.visits if visit.id not in done
            ),
        )

    @cached_property
    def numbers(self) -> Numbers:
        """The rest in numbers."""
        return Numbers(self.rest)

    def draft(self) -> Draft:
        """What is still to be done, as it was planned; the visits of gone crews are left over."""
        routes = []
        for route in self.plan.routes:
            anew = {number: i for i, number in enumerate(self._rests(route.crew), 1)}
            later = route.stops[len(self.begun[route.crew]) :]
            stops = tuple(
                replace(stop, rest=anew[stop.rest]) if stop.visit is None else stop
                for stop in later
            )
            routes.append(replace(route, stops=stops))
        return draft_from(self.numbers, Plan(tuple(routes)))

    def joined(self, made: Plan) -> Plan:
        """The whole day again: what has begun, and then this plan of the rest."""
        later = {route.crew: route for route in made.routes}
        routes = []
        for crew in self.whole.crews:
            begun, route = self.begun.get(crew.id, ()), later.get(crew.id)
            if begun or route:
                routes.append(self._join(crew, begun, route or self._way_home(crew, begun)))
        return Plan(tuple(routes), made.left_over, made.cut_short)

    def _join(self, crew: Crew, begun: Stops, later: Route) -> Route:
        old = next((route for route in self.plan.routes if route.crew == crew.id), later)
        waiting = self._rests(crew.id)
        stops = tuple(
            replace(stop, rest=waiting[stop.rest - 1]) if stop.visit is None else stop
            for stop in later.stops
        )
        travel = self._driven(crew, begun) + later.travel_seconds
        depart = old.depart if begun else later.depart
        return Route(crew.id, (*begun, *stops), travel, depart, later.finish)

    def _way_home(self, crew: Crew, begun: Stops) -> Route:
        """Nothing is left to do but to come back."""
        leave = begun[-1].leave
        way = self._way(self._place(crew, begun), crew.end, leave)
        return Route(crew.id, (), way, leave, leave + way)

    def _driven(self, crew: Crew, begun: Stops) -> int:
        """Seconds on the road up to the last stop that has begun."""
        place, leave, driven = crew.start, crew.shift[0], 0
        for stop in begun:
            if stop.visit is not None:
                there = self._visits[stop.visit].place
                driven += self._way(place, there, leave)
                place, leave = there, stop.leave
        return driven

    def _way(self, origin: Key, goal: Key, leave: int) -> int:
        at, numbers = self.numbers.place_at, self.numbers
        return numbers.pace.arrive(leave, numbers.ways[at[origin]][at[goal]]) - leave

    def _crew(self, crew: Crew) -> Crew:
        begun = self.begun.get(crew.id, ())
        begins = max([self.now, crew.shift[0], *(stop.leave for stop in begun)])
        carried = sum(self._visits[s.visit].load for s in begun if s.visit is not None)
        rests = [crew.breaks[number - 1] for number in self._rests(crew.id, crew)]
        return replace(
            crew,
            start=self._place(crew, begun),
            shift=(begins, max(begins, crew.shift[1])),
            # A break that should have begun is taken at once.
            breaks=tuple(
                Break((rest.window[0], max(begins, rest.window[1])), rest.seconds) for rest in rests
            ),
            capacity=None if crew.capacity is None else max(0, crew.capacity - carried),
        )

    def _rests(self, key: Key, crew: Crew | None = None) -> list[int]:
        """The breaks that have not begun, counted from 1."""
        crew = crew or next((one for one in self.whole.crews if one.id == key), None)
        taken = {stop.rest for stop in self.begun.get(key, ()) if stop.visit is None}
        count = len(crew.breaks) if crew else 0
        return [number for number in range(1, count + 1) if number not in taken]

    def _place(self, crew: Crew, begun: Stops) -> Key:
        visited = (stop.visit for stop in reversed(begun) if stop.visit is not None)
        last = next(visited, None)
        return crew.start if last is None else self._visits[last].place


def _begun(day: Day, plan: Plan, now: int, gone: Collection[Key]) -> dict[Key, Stops]:
    """Of each crew the stops that have begun, and the door to which it is on its way.

    Of two who meet, both are on their way when one is. A crew that is gone does not arrive.
    """
    lost = {s.visit for r in plan.routes if r.crew in gone for s in r.stops if s.start > now}
    steady = not day.travel.slow
    counts = {}
    for route in plan.routes:
        begun = sum(stop.start <= now for stop in route.stops) if now else 0
        if now and route.crew not in gone and _on_its_way(route, begun, now, steady=steady):
            begun += route.stops[begun].visit not in lost
        counts[route.crew] = begun
    while True:
        done = {s.visit for r in plan.routes for s in r.stops[: counts[r.crew]]} - {None}
        longer = {
            route.crew: max(
                (i for i, stop in enumerate(route.stops, 1) if stop.visit in done), default=0
            )
            for route in plan.routes
        }
        joined = {crew: max(count, longer[crew]) for crew, count in counts.items()}
        if joined == counts:
            return {route.crew: route.stops[: counts[route.crew]] for route in plan.routes}
        counts = joined


def _on_its_way(route: Route, begun: int, now: int, *, steady: bool) -> bool:
    """Whether the crew has set out to its next door; it does so as late as it can."""
    if begun == len(route.stops) or route.stops[begun].visit is None:
        return False
    stop = route.stops[begun]
    leave = route.stops[begun - 1].leave if begun else route.depart
    if steady and begun:
        leave = stop.start - (stop.arrive - leave)
    return leave < now


def _visit(visit: Visit, gone: Collection[Key]) -> Visit:
    promise = visit.promised
    if promise is None or promise.crew is None or promise.crew not in gone:
        return visit
    return replace(visit, promised=Promise(promise.window))
