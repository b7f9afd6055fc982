"""Whether a plan holds, looked at anew: it shares nothing with the making of plans but the words.

What is wrong is told in sentences; none means that the plan holds.
"""

from collections import Counter
from collections.abc import Iterator

from nuanban.planner.day import Crew, Day, Key, Visit
from nuanban.planner.plan import Plan, Route, Stop
from nuanban.planner.travel import Pace, Seconds


def faults(day: Day, plan: Plan, ways: Seconds | None = None) -> list[str]:
    """Everything that is wrong with this plan of this day. `ways` saves reckoning them again."""
    return list(_Check(day, plan, ways).all())


class _Check:
    def __init__(self, day: Day, plan: Plan, ways: Seconds | None) -> None:
        self.day, self.plan = day, plan
        self.crews = {crew.id: crew for crew in day.crews}
        self.visits = {visit.id: visit for visit in day.visits}
        self.at = {place.id: i for i, place in enumerate(day.places)}
        self.ways = day.travel.ways.seconds(day.places) if ways is None else ways
        self.pace = Pace(day.travel.slow)

    def all(self) -> Iterator[str]:
        """Each visit once, each route by itself, and who meets whom."""
        yield from self._once()
        seen: Counter[Key] = Counter()
        for route in self.plan.routes:
            seen[route.crew] += 1
            crew = self.crews.get(route.crew)
            if crew is None or seen[route.crew] > 1:
                yield f"班组 {route.crew} 不认识，或有两条路线"
                continue
            yield from (f"班组 {crew.id}：{words}" for words in self._route(crew, route))
        yield from self._meetings()

    def _once(self) -> Iterator[str]:
        left = Counter(one.visit for one in self.plan.left_over)
        made = Counter(s.visit for r in self.plan.routes for s in r.stops if s.visit is not None)
        for key in (left.keys() | made.keys()) - self.visits.keys():
            yield f"上门 {key} 不在这一天里"
        for key, visit in self.visits.items():
            most = visit.people
            if (left[key] and made[key]) or left[key] > 1 or not 1 <= left[key] + made[key] <= most:
                yield f"上门 {key}：排了 {made[key]} 次，剩下 {left[key]} 次"
        if any(not one.reason.code or not one.reason.text for one in self.plan.left_over):
            yield "有剩下的上门没有说原因"

    def _route(self, crew: Crew, route: Route) -> Iterator[str]:
        yield from self._moments(crew, route)
        yield from self._rests(crew, route)
        served = [self.visits[s.visit] for s in route.stops if s.visit in self.visits]
        load = sum(visit.load for visit in served)
        if crew.capacity is not None and load > crew.capacity:
            yield f"带了 {load} 件，只能带 {crew.capacity} 件"
        for visit in served:
            if not visit.skills <= crew.skills:
                yield f"不会办 {visit.id}"
            if crew.id in visit.unwilling_crews:
                yield f"{visit.id} 不愿意见他"

    def _moments(self, crew: Crew, route: Route) -> Iterator[str]:
        """Order, ways, windows, promises, shift."""
        now, place, rested = crew.shift[0], crew.start, 0
        free = now
        for stop in route.stops:
            if not free <= stop.start <= stop.leave or not stop.arrive <= stop.start:
                yield f"{stop.visit or '休息'} 与前一站重叠"
            free = stop.leave
            if stop.visit is None:
                rested += stop.leave - stop.start
                continue
            visit = self.visits.get(stop.visit)
            if visit is None:
                continue
            if stop.start < self._soonest(now, place, visit.place, rested):
                yield f"来不及赶到 {visit.id}"
            yield from self._visit(visit, stop)
            now, place, rested = stop.leave, visit.place, 0
        if max(free, self._soonest(now, place, crew.end, rested)) > route.finish:
            yield "来不及回到终点"
        if route.finish > crew.shift[1]:
            yield "超过了班次"

    def _soonest(self, leave: int, origin: Key, goal: Key, rested: int) -> int:
        """With rests on the road nobody is quicker than the quickest hours allow."""
        way = int(self.ways[self.at[origin], self.at[goal]])
        if rested and not self.pace.steady:
            return leave + rested + int(way * self.pace.fastest)
        return self.pace.arrive(leave, way) + rested

    def _visit(self, visit: Visit, stop: Stop) -> Iterator[str]:
        if not any(first <= stop.start <= last for first, last in visit.windows):
            yield f"{visit.id} 不在可以上门的时间里"
        promise = visit.promised
        if promise and not promise.window[0] <= stop.start <= promise.window[1]:
            yield f"{visit.id} 失约"
        if stop.leave - stop.start != visit.seconds:
            yield f"{visit.id} 的时间不够"

    def _rests(self, crew: Crew, route: Route) -> Iterator[str]:
        taken = [stop for stop in route.stops if stop.visit is None]
        if sorted(stop.rest for stop in taken) != list(range(1, len(crew.breaks) + 1)):
            yield "休息没有排全"
            return
        for stop in taken:
            rest = crew.breaks[stop.rest - 1]
            if not rest.window[0] <= stop.start <= rest.window[1]:
                yield f"第 {stop.rest} 次休息不在时间里"
            if stop.leave - stop.start != rest.seconds:
                yield f"第 {stop.rest} 次休息不够"

    def _meetings(self) -> Iterator[str]:
        """Enough people at the same moment, and the crew that was promised."""
        coming: dict[Key, list[tuple[Crew, int]]] = {}
        for route in self.plan.routes:
            for stop in route.stops:
                if stop.visit is not None and route.crew in self.crews:
                    coming.setdefault(stop.visit, []).append((self.crews[route.crew], stop.start))
        for key, crews in coming.items():
            visit = self.visits.get(key)
            if visit is None:
                continue
            if len({start for _, start in crews}) > 1:
                yield f"上门 {key}：两组不是同一时间到"
            if sum(crew.size for crew, _ in crews) < visit.people:
                yield f"上门 {key}：人手不够"
            promised = visit.promised and visit.promised.crew
            if promised is not None and promised not in [crew.id for crew, _ in crews]:
                yield f"上门 {key}：不是答应的班组"
