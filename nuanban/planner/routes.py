"""From a draft to a plan that people read, and back."""

from nuanban.planner.draft import Draft, Line, draft_of
from nuanban.planner.limit import Limit
from nuanban.planner.numbers import Numbers
from nuanban.planner.plan import LeftOver, Plan, Route, Stop
from nuanban.planner.reasons import Reasons
from nuanban.planner.timetable import timetable


def plan_of(draft: Draft, limit: Limit) -> Plan:
    """The plan: crews that visit somebody, and who is left over with the reason."""
    reasons = Reasons(draft, limit)
    visits = draft.numbers.day.visits
    left = tuple(LeftOver(visits[one].id, reasons.of(one)) for one in sorted(draft.left))
    routes = tuple(route_of(draft, line) for line in draft.lines if line.visits)
    return Plan(routes, left, limit.was_hit)


def route_of(draft: Draft, line: Line) -> Route:
    """One crew's day. Breaks are taken at the last door where that can be done."""
    numbers = draft.numbers
    crew = numbers.crews[line.crew]
    calm = timetable(numbers, line.crew, line.tasks, draft.meetings, rest_first=True)
    times = line.times if calm is None or calm.travel > line.travel else calm
    stops = []
    for task, arrive, start, leave in zip(
        line.tasks, times.arrive, times.start, times.leave, strict=True
    ):
        if task < 0:
            stops.append(Stop(arrive, start, leave, rest=crew.rest_words[-1 - task]))
        else:
            stops.append(Stop(arrive, start, leave, numbers.day.visits[task].id))
    depart = _depart(draft, line, stops)
    return Route(numbers.day.crews[line.crew].id, tuple(stops), times.travel, depart, times.finish)


def _depart(draft: Draft, line: Line, stops: list[Stop]) -> int:
    """The latest moment to set out that delays nothing, when the first stop is a visit."""
    numbers, crew = draft.numbers, draft.numbers.crews[line.crew]
    if line.tasks[0] < 0:
        return crew.begins
    way = numbers.ways[crew.start][numbers.visits[line.tasks[0]].place]
    late = stops[0].start - (stops[0].arrive - crew.begins)
    on_time = numbers.pace.arrive(late, way) <= stops[0].start
    return late if on_time else crew.begins


def draft_from(numbers: Numbers, plan: Plan) -> Draft:
    """The draft behind a plan of this day. Unknown visits and crews are passed over."""
    rows: list[list[int]] = [[] for _ in numbers.crews]
    moments: dict[int, list[int]] = {}
    for route in plan.routes:
        crew = numbers.crew_at.get(route.crew)
        if crew is None:
            continue
        words = numbers.crews[crew].rest_words
        for stop in route.stops:
            visit = numbers.visit_at.get(stop.visit) if stop.visit is not None else None
            if visit is not None:
                rows[crew].append(visit)
                moments.setdefault(visit, []).append(stop.start)
            elif stop.visit is None and stop.rest in words:
                rows[crew].append(-1 - words.index(stop.rest))
    meetings = {visit: both[0] for visit, both in moments.items() if len(both) == 2}
    return draft_of(numbers, rows, meetings)
