"""Somebody must come today: who can, when they would begin, and whom that makes wait."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nuanban.lib.days import city_day
from nuanban.planner.urgent import Urgent, insert_urgent
from nuanban.visits.abilities import why_nobody
from nuanban.visits.clock import second_of
from nuanban.visits.models import DAY_SECONDS, Crew, Visit
from nuanban.visits.route_days import RouteDay


@dataclass(frozen=True)
class Wait:
    """A visit that begins later, still inside its promise."""

    visit: Visit
    minutes: int


@dataclass(frozen=True)
class Sending:
    """What would happen. No crew: `reason` says why nobody can come."""

    crew: Crew | None
    start: int | None
    waits: Sequence[Wait] = ()
    reason: str = ""
    made: Urgent | None = None


def crews_out(site: str, at: datetime, *, locked: bool = False) -> list[Crew]:
    """Crews that are out today, in one order for everybody who locks them."""
    found = Crew.objects.filter(day=city_day(at), site_id=site, stopped_at=None, away="")
    found = found.select_related("site__division").order_by("pk")
    return list(found.select_for_update(of=("self",)) if locked else found)


def sending(visit: Visit, crews: Sequence[Crew], at: datetime) -> Sending:
    """The cheapest way to bring somebody there before the deadline; promises stay kept."""
    if not crews:
        return Sending(None, None, reason="今天没有在外的小组。请打电话找人，或加一组。")
    last = _last(visit, at)
    route_day = RouteDay(crews, at, visit)
    now = route_day.now
    if last < now:
        return Sending(None, None, reason="最晚到达时间已经过了。请先打电话，再改一个最晚时间。")
    asked = replace(route_day.asked(visit), promised=None, priority=100, windows=((now, last),))
    if not route_day.as_day.crews:
        return Sending(None, None, reason="今天在外的小组都已经晚了，排不进去。请打电话找人。")
    made = insert_urgent(route_day.as_day, route_day.plan, asked, now)
    if not made.placed or made.displaced or len(made.crews) != 1:
        reason = why_nobody(visit, [route_day.able(crew) for crew in crews])
        reason = reason or (made.reason.text if made.reason else "要挤掉已经答应别人的时间。")
        return Sending(None, None, reason=reason)
    crew = next(one for one in crews if one.pk == made.crews[0])
    by_key = {str(one.pk): one for one in route_day.visits}
    late = [(by_key[str(slip.visit)], slip.seconds or 0) for slip in made.slips]
    waits = [Wait(one, -(-seconds // 60)) for one, seconds in late if seconds > 0]
    return Sending(crew, made.start, waits, made=made)


def _last(visit: Visit, at: datetime) -> int:
    """Until when it must begin, as a second of today."""
    day = city_day(at)
    if visit.deadline_at is None or city_day(visit.deadline_at) > day:
        return DAY_SECONDS - 1
    return second_of(visit.deadline_at) if city_day(visit.deadline_at) == day else -1
