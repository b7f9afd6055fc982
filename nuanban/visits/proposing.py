"""A plan for a day: promises stay as they are, and who waits is put where there is room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from nuanban.lib.days import city_day
from nuanban.planner.day import Day, Promise
from nuanban.planner.day import Visit as Asked
from nuanban.planner.limit import Limit
from nuanban.planner.plan import Plan
from nuanban.planner.planning import plan_day
from nuanban.planner.replan import replan
from nuanban.visits.abilities import why_nobody
from nuanban.visits.clock import second_of
from nuanban.visits.enums import VisitKind, VisitState
from nuanban.visits.faces import known_faces
from nuanban.visits.models import DAY_SECONDS, Crew, DayPlan, Stop, Unwilling, Visit
from nuanban.visits.promising import promise_window
from nuanban.visits.route_days import RouteDay, place_of
from nuanban.visits.standing import crews_of_day, standing_of
from nuanban.visits.ways import ways_of

KINDS = (VisitKind.APPOINTMENT, VisitKind.HOME, VisitKind.KNOCK)
WAITING = (VisitState.WANTED, VisitState.NOBODY_HOME)
# More are left for the next evening.
MOST = 2_000
# Of two who could be taken, the one who waits longer; a deadline comes before both.
LONG_WAIT, SOON, DAYS_SOON = 40, 45, 3
# Share of the time for a plan from nothing; the rest is for one that begins with the old plan.
FRESH_SHARE = 0.7
TWO_PEOPLE = "要两个人去，这一天没有两个人的小组有空。请排一个两人小组。"


@dataclass(frozen=True)
class Proposal:
    """What would be done. `crews`: those it speaks of; others keep their plans."""

    plan: dict[str, Any]
    left_over: dict[str, str]
    travel_before: int
    based_on: int
    cut_short: bool


def proposal_of(asked: DayPlan, limit: Limit, at: datetime) -> Proposal:
    """Makes a plan; writes nothing."""
    based_on = standing_of(asked.day, asked.site_id)
    crews = [one for one in crews_of_day(asked.day, asked.site_id) if one.goes_visiting]
    if not crews:
        return Proposal({"routes": [], "crews": []}, {}, 0, based_on, False)
    wanted = freed(asked) if asked.gone_id else waiting(asked)
    tried = _Trial(asked, crews, wanted, at)
    plan = tried.made(limit)
    left = {str(one.visit): one.reason.text for one in plan.left_over} | tried.without_pair
    known = {str(visit.pk) for visit in wanted}
    return Proposal(
        {**plan.as_json(), "crews": [crew.id for crew in tried.day.crews]},
        {key: tried.words(key, words) for key, words in left.items() if key in known},
        sum(sum(ways_of(crew, _doors(crew))) for crew in crews),
        based_on,
        plan.cut_short,
    )


def waiting(asked: DayPlan) -> list[Visit]:
    """Who may be planned without having been asked about the hour."""
    found = Visit.objects.filter(site_id=asked.site_id, kind__in=KINDS, state__in=WAITING)
    found = found.select_related("resident").order_by("deadline_at", "asked_at", "pk")
    return [one for one in found[:MOST] if _in_time(one, asked)]


def freed(asked: DayPlan) -> list[Visit]:
    """Whose crew cannot come any more."""
    found = Visit.objects.filter(pk__in=asked.promises.keys(), state__in=WAITING)
    return list(found.select_related("resident").order_by("pk"))


def _in_time(visit: Visit, asked: DayPlan) -> bool:
    return visit.deadline_at is None or city_day(visit.deadline_at) >= asked.day


def _doors(crew: Crew) -> list[tuple[Visit, int]]:
    stops = Stop.objects.filter(crew=crew, visit__isnull=False).select_related("visit")
    return [(stop.visit, stop.leave) for stop in stops.order_by("turn") if stop.visit]


class _Trial:
    """The day with everybody who might be visited."""

    def __init__(
        self, asked: DayPlan, crews: list[Crew], wanted: Sequence[Visit], at: datetime
    ) -> None:
        self.asked, self.at, self.wanted = asked, at, {str(one.pk): one for one in wanted}
        self.route_day = RouteDay(crews, at)
        residents = [one.resident_id for one in wanted]
        unwilling = Unwilling.objects.filter(resident__in=residents)
        self.route_day.unwilling |= {(one.resident_id, one.member_id) for one in unwilling}
        self.known = known_faces(residents, [crew.pk for crew in crews])
        self.small = {crew.pk for crew in crews if len(self.route_day.people[crew.pk]) < 2}
        self.day = self._with_places(self.route_day.as_day)
        alone = not any(crew.id not in self.small for crew in self.day.crews)
        self.without_pair = {
            key: TWO_PEOPLE for key, one in self.wanted.items() if one.people > 1 and alone
        }
        # No two windows of a crew may begin in the same second, whichever crew it will be.
        self.taken = {one.window_from for one in self.route_day.visits}
        self.more = [
            self._asked(one) for key, one in self.wanted.items() if key not in self.without_pair
        ]

    def _with_places(self, day: Day) -> Day:
        new = [
            place_of(key, one.latitude, one.longitude, one.division_id)
            for key, one in self.wanted.items()
        ]
        return replace(day, places=(*day.places, *new))

    def _asked(self, visit: Visit) -> Asked:
        """Two people go as one crew: a pair of crews would have to be kept together for ever."""
        known = frozenset(self.known.get(visit.resident_id, ()))
        asked = replace(self.route_day.asked(visit), promised=None, known_crews=known)
        if visit.people > 1:
            unwilling = asked.unwilling_crews | frozenset(self.small)
            asked = replace(asked, people=1, unwilling_crews=unwilling)
        told = self.asked.promises.get(str(visit.pk))
        if told:
            window = promise_window(int(told[0]), self.taken, told)
            self.taken.add(window[0])
            return replace(asked, windows=(window,), promised=Promise(window))
        window = (0, self._last(visit))
        return replace(asked, windows=(window,), priority=self._priority(visit))

    def _last(self, visit: Visit) -> int:
        if visit.deadline_at is None or city_day(visit.deadline_at) > self.asked.day:
            return DAY_SECONDS - 1
        return second_of(visit.deadline_at)

    def _priority(self, visit: Visit) -> int:
        last = city_day(visit.deadline_at) if visit.deadline_at else None
        if last is not None and (last - self.asked.day).days < DAYS_SOON:
            return 50 + SOON
        return 50 + min(LONG_WAIT, (self.at - visit.asked_at).days)

    def made(self, limit: Limit) -> Plan:
        """A fresh plan for a day to come; a running day goes on from where it is."""
        standing, now = self.route_day.plan, self.route_day.now
        if not self.day.crews:
            return replace(standing, left_over=())
        if now or self.asked.gone_id:
            return replan(self.day, standing, now, limit, more=self.more).plan
        fresh = limit.part(FRESH_SHARE)
        plan = plan_day(replace(self.day, visits=(*self.day.visits, *self.more)), fresh)
        promised = {visit.id for visit in self.day.visits}
        if any(one.visit in promised for one in plan.left_over):
            plan = replan(self.day, standing, 0, limit, more=self.more).plan
        return plan

    def words(self, key: str, words: str) -> str:
        """Why somebody is left over; a crew of one is no answer for two."""
        if self.wanted[key].people > 1 and "不愿意" in words:
            return TWO_PEOPLE
        crews = [self.route_day.able(crew) for crew in self.route_day.crews]
        return why_nobody(self.wanted[key], crews) or words
