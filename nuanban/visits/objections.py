"""Why a stop cannot go somewhere, in words that a dispatcher can act on."""

from collections.abc import Mapping
from dataclasses import replace

from nuanban.planner.draft import Draft
from nuanban.planner.numbers import Numbers
from nuanban.planner.timetable import Meetings, timetable
from nuanban.visits.abilities import asked_by, lacking
from nuanban.visits.models import DAY_SECONDS, Crew, Visit
from nuanban.visits.route_days import RouteDay

FULL = "那里放不下：后面的人就要失约，或者赶不回来。"


def in_clock(seconds: int) -> str:
    """31500 → 08:45."""
    return f"{seconds // 3_600:02d}:{seconds % 3_600 // 60:02d}"


def window_words(visit: Visit) -> str:
    """What was promised: 09:00–11:00."""
    return f"{in_clock(visit.window_from or 0)}–{in_clock(visit.window_to or 0)}"


def unable(visit: Visit, crew: Crew, route_day: RouteDay) -> str:
    """Why this crew cannot serve this visit at any hour."""
    people = route_day.people[crew.pk]
    missing = lacking(asked_by(visit) - route_day.able(crew))
    if missing:
        return f"{crew.name}{missing}。"
    if any((visit.resident_id, one.member_id) in route_day.unwilling for one in people):
        return f"{visit.resident.name}不愿意再见{crew.name}的人。"
    if visit.people > len(people):
        return f"要两个人去，{crew.name}只有一个人。"
    return f"{crew.name}这一天去不了。"


def why_not(draft: Draft, new: int, crew: int, gap: int, booked: Mapping[str, Visit]) -> str:
    """Whose promise would break if this visit stood in this gap."""
    old = draft.lines[crew].tasks
    tasks = (*old[:gap], new, *old[gap:])
    numbers = draft.numbers
    own = numbers.crews[crew]
    # Whether they come home in time is asked last.
    numbers.crews[crew] = replace(own, ends=2 * DAY_SECONDS)
    try:
        late = _first_late(numbers, crew, tasks, draft.meetings)
        if late is None:
            return "这样就赶不回来了。请换一个位置，或换一组。"
        if late < 0:
            return "这样午休就来不及了。请换一个位置，或换一组。"
        arrive = _arrival(numbers, crew, tasks, late, draft.meetings)
    finally:
        numbers.crews[crew] = own
    visit = booked[str(numbers.day.visits[late].id)]
    if arrive is None:
        return FULL
    promised = f"{visit.resident.name}约的是 {window_words(visit)}"
    return f"{promised}，这样要 {in_clock(arrive)} 才到，就失约了。"


def _first_late(
    numbers: Numbers, crew: int, tasks: tuple[int, ...], meetings: Meetings
) -> int | None:
    """The first task that cannot begin in time."""
    for count, task in enumerate(tasks, 1):
        if timetable(numbers, crew, tasks[:count], meetings) is None:
            return task
    return None


def _arrival(
    numbers: Numbers, crew: int, tasks: tuple[int, ...], late: int, meetings: Meetings
) -> int | None:
    """When the crew would stand at this door, if it were never too late there."""
    own = numbers.visits[late]
    numbers.visits[late] = replace(own, windows=((own.windows[0][0], 2 * DAY_SECONDS),))
    count = tasks.index(late) + 1
    times = timetable(numbers, crew, tasks[:count], meetings)
    numbers.visits[late] = own
    return times.start[-1] if times else None
