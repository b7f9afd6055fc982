"""What a new plan changes for people, compared with the old one: whom to call."""

from dataclasses import dataclass

from nuanban.planner.day import Day, Key
from nuanban.planner.plan import Plan


@dataclass(frozen=True, slots=True)
class Slip:
    """A visit that begins at another moment or with somebody else. No start: left over."""

    visit: Key
    promised: bool
    crews_before: tuple[Key, ...]
    crews_after: tuple[Key, ...]
    start_before: int
    start_after: int | None

    @property
    def seconds(self) -> int | None:
        """How much later it begins; below 0 is earlier."""
        return None if self.start_after is None else self.start_after - self.start_before


def slips(day: Day, before: Plan, after: Plan) -> tuple[Slip, ...]:
    """Every visit of the old plan that is not as it was."""
    promised = {visit.id for visit in day.visits if visit.promised}
    was, now = _starts(before), _starts(after)
    found = []
    for visit, (crews, start) in was.items():
        crews_after, start_after = now.get(visit, ((), None))
        if (crews, start) != (crews_after, start_after):
            one = Slip(visit, visit in promised, crews, crews_after, start or 0, start_after)
            found.append(one)
    return tuple(found)


def _starts(plan: Plan) -> dict[Key, tuple[tuple[Key, ...], int | None]]:
    found: dict[Key, tuple[tuple[Key, ...], int | None]] = {}
    for route in plan.routes:
        for stop in route.stops:
            if stop.visit is not None:
                crews, _ = found.get(stop.visit, ((), None))
                found[stop.visit] = (*crews, route.crew), stop.start
    return found
