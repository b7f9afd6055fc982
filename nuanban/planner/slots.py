"""When somebody could come, with the ways there and on: what may be offered on the telephone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nuanban.planner.day import Day, Key, Visit, Window
from nuanban.planner.insertion import Finder, insert
from nuanban.planner.plan import Plan
from nuanban.planner.rest_of_day import RestOfDay


@dataclass(frozen=True, slots=True)
class Slot:
    """In this window these crews can come, beginning at `start`, for so much more travel."""

    window: Window
    crews: tuple[Key, ...]
    start: int
    extra_seconds: int


def slots(
    day: Day, plan: Plan, visit: Visit, windows: Sequence[Window], now: int = 0
) -> list[Slot]:
    """Every window in which some crew can come, the cheapest first; nobody else is moved.

    For one person: a slot for each window and crew. For two: the cheapest pair of each window.
    """
    found: list[Slot] = []
    rest = RestOfDay(day, plan, now, more=[replace(visit, windows=tuple(windows))])
    new = rest.numbers.visit_at[visit.id]
    finder = Finder(rest.draft())
    whole = rest.numbers.visits[new]
    for window in windows:
        rest.numbers.visits[new] = replace(whole, windows=(window,))
        for crew in whole.crews:
            if rest.numbers.needs_two(new, crew):
                continue
            place = finder.best(new, [crew])
            if place is not None:
                key = rest.rest.crews[crew].id
                found.append(Slot(window, (key,), place.start, place.extra))
        if whole.people > 1:
            found += _pairs(rest, new, window)
    found.sort(key=lambda slot: (slot.extra_seconds, slot.window))
    return found


def _pairs(rest: RestOfDay, new: int, window: Window) -> list[Slot]:
    draft = rest.draft()
    before = draft.travel
    if not insert(Finder(draft), new) or new not in draft.meetings:
        return []
    crews = tuple(rest.rest.crews[crew].id for crew in draft.crews_of(new))
    return [Slot(window, crews, draft.meetings[new], draft.travel - before)]
