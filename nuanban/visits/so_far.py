"""The plan of a crew as the day really went: what has begun stands at its real times."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from nuanban.planner.plan import Route
from nuanban.planner.plan import Stop as Planned
from nuanban.visits.clock import second_of
from nuanban.visits.enums import VisitState
from nuanban.visits.models import Stop, Visit

# Those who were visited keep their place in the plan of the day.
BEGUN = (VisitState.ARRIVED, VisitState.DONE)


def route_so_far(crew: int, stops: Sequence[Stop], visits: Mapping[UUID, Visit], now: int) -> Route:
    """Stops in their real order; those that should have begun and have not begin next.

    `now`: second of the day; 0 before the day begins. A crew that has not set out again stands
    where it was last.
    """
    planned = [_planned(stop) for stop in stops]
    if not now:
        return Route(crew, tuple(planned), 0, 0, 0)
    marks = [(stop, visits.get(stop.visit_id) if stop.visit_id else None) for stop in stops]
    begun = [_real(stop, visit, now) for stop, visit in marks if _has_begun(stop, visit, now)]
    later = [
        _not_before(_planned(stop), now + 1)
        for stop, visit in marks
        if not _has_begun(stop, visit, now)
    ]
    on_the_way = any(visit and visit.state == VisitState.ON_THE_WAY for _, visit in marks)
    done = _one_after_another(sorted(begun, key=lambda stop: stop.start))
    if done and later and not on_the_way:
        done[-1] = replace(done[-1], leave=max(now, done[-1].leave))
    # Who has not left yet can still be sent elsewhere.
    return Route(crew, (*done, *later), 0, 0 if on_the_way else now, 0)


def _planned(stop: Stop) -> Planned:
    visit = str(stop.visit_id) if stop.visit_id else None
    # A crew rests once.
    return Planned(stop.arrive, stop.start, stop.leave, visit, 0 if visit else 1)


def _has_begun(stop: Stop, visit: Visit | None, now: int) -> bool:
    return stop.start <= now if visit is None else visit.state in BEGUN


def _real(stop: Stop, visit: Visit | None, now: int) -> Planned:
    planned = _planned(stop)
    if visit is None or visit.arrived_at is None:
        return planned
    start = min(second_of(visit.arrived_at), now)
    if visit.left_at is None:
        # Still inside; who should be out by now comes out next.
        return replace(planned, arrive=start, start=start, leave=max(start + visit.seconds, now))
    leave = min(max(second_of(visit.left_at), start), now)
    return replace(planned, arrive=start, start=start, leave=leave)


def _not_before(stop: Planned, first: int) -> Planned:
    late = max(0, first - stop.start)
    return replace(
        stop, arrive=max(stop.arrive, first), start=stop.start + late, leave=stop.leave + late
    )


def _one_after_another(stops: Iterable[Planned]) -> list[Planned]:
    found: list[Planned] = []
    for stop in stops:
        first = found[-1].leave if found else 0
        start = max(stop.start, first)
        leave = max(stop.leave, start)
        found.append(
            replace(stop, arrive=min(max(stop.arrive, first), start), start=start, leave=leave)
        )
    return found
