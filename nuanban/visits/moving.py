"""What it would mean to put a stop elsewhere: more way, who waits, which promise would break."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from nuanban.lib.days import city_day
from nuanban.planner.changes import slips
from nuanban.planner.day import Promise
from nuanban.planner.draft import Draft
from nuanban.planner.insertion import Finder, Place, put
from nuanban.planner.limit import steps_only
from nuanban.planner.plan import Route
from nuanban.planner.planning import guarded
from nuanban.planner.rest_of_day import RestOfDay
from nuanban.planner.routes import plan_of
from nuanban.visits.enums import BOOKED, VisitState
from nuanban.visits.models import Crew, Stop, Visit
from nuanban.visits.objections import unable, why_not, window_words
from nuanban.visits.route_days import RouteDay
from nuanban.visits.standing import in_plan
from nuanban.visits.ways import ways_of

BEST, FIRST = "best", "first"


@dataclass(frozen=True)
class Goal:
    """Where a stop is to go: `after` a visit (its key), FIRST, or where it is BEST."""

    crew: int
    after: str = BEST

    @property
    def key(self) -> str:
        """As a form sends it."""
        return f"{self.crew}:{self.after}"


def read_goal(text: str) -> Goal | None:
    """What a form sent; None for anything else."""
    crew, _, after = text.partition(":")
    if not crew.isdecimal() or len(crew) > 15:
        return None
    try:
        return Goal(int(crew), after if after in (BEST, FIRST) else str(UUID(after)))
    except ValueError:
        return None


@dataclass(frozen=True)
class Shifted:
    """Somebody else who begins later; below 0 minutes: earlier."""

    visit: Visit
    minutes: int
    start: int

    @property
    def earlier(self) -> int:
        """Minutes sooner."""
        return -self.minutes


@dataclass(frozen=True)
class Moving:
    """What a move would do. `refused` says why it cannot be; then nothing else is known."""

    visit: Visit
    crew: Crew | None = None
    refused: str = ""
    start: int = 0
    window_from: int = 0
    extra_seconds: int = 0
    shifted: Sequence[Shifted] = ()
    route: Route | None = None

    @property
    def extra_minutes(self) -> int:
        """More minutes on the road; below 0 is less."""
        return round(self.extra_seconds / 60)

    @property
    def fewer_minutes(self) -> int:
        """Minutes less on the road."""
        return -self.extra_minutes


def moving(visit: Visit, goal: Goal, crews: Sequence[Crew], at: datetime) -> Moving:
    """The effect of a move, with everybody else kept inside their promise."""
    crew = next((one for one in crews if one.pk == goal.crew), None)
    refused = _never(visit, crew, crews, at)
    if crew is None or refused:
        return Moving(visit, crew, refused or "没有这个小组。")
    return _Try(visit, crew, crews, at).tell(goal)


def _never(visit: Visit, crew: Crew | None, crews: Sequence[Crew], at: datetime) -> str:
    """What forbids a move, whatever the plan."""
    if visit.state != VisitState.PROMISED or visit.crew_id not in {one.pk for one in crews}:
        state = visit.get_state_display()
        return f"{visit.resident.name}现在是“{state}”，只有这一天约好、还没出发的可以挪。"
    if crew is not None and crew.stopped_at is not None:
        return f"{crew.name}已经停了。"
    if crew is not None and crew.away:
        return f"{crew.name}这一天在{crew.away}。"
    if crew is not None and crew.day < city_day(at):
        return "这一天已经过去了。"
    return ""


class _Try:
    """One visit, taken out of its crew and put into another one, or to another place."""

    def __init__(self, visit: Visit, crew: Crew, crews: Sequence[Crew], at: datetime) -> None:
        self.visit, self.crew, self.key = visit, crew, str(visit.pk)
        self.source = next(one for one in crews if one.pk == visit.crew_id)
        self.route_day = RouteDay([crew], at, visit)
        self.window_from = _free_moment(visit, crew)
        window = (self.window_from, visit.window_to or self.window_from)
        asked = replace(
            self.route_day.asked(visit), windows=(window,), promised=Promise(window, crew.pk)
        )
        day, now = self.route_day.as_day, self.route_day.now
        self.rest = RestOfDay(day, self.route_day.plan, now, more=[asked])
        self.booked = {str(one.pk): one for one in (*in_plan([crew]), visit)}

    def tell(self, goal: Goal) -> Moving:
        """What comes of it."""
        numbers = self.rest.numbers
        if not numbers.crews:
            return self._no(f"{self.crew.name}现在已经晚了，不能再加。请先把后面的人挪走。")
        draft, new, crew = self.rest.draft(), numbers.visit_at[self.key], 0
        if crew not in numbers.visits[new].crews:
            return self._no(unable(self.visit, self.crew, self.route_day))
        gaps = self._gaps(goal.after, draft, crew)
        if gaps is None:
            return self._no(f"{self.crew.name}已经过了那一站，请选后面的位置。")
        place = self._place(draft, new, crew, gaps)
        if place is None and not gaps:
            words = f"{self.crew.name}在 {window_words(self.visit)} 之间放不下"
            return self._no(f"{words}：那样就要对别人失约，或者赶不回来。")
        if place is None:
            return self._no(why_not(draft, new, crew, gaps[0], self.booked))
        draft.lines[crew] = place.line
        draft.left.discard(new)
        return self._yes(draft)

    def _gaps(self, after: str, draft: Draft, crew: int) -> list[int] | None:
        """Gaps that are meant; none: anywhere. None: it lies behind the crew."""
        if after == BEST:
            return []
        stops = next((r.stops for r in self.rest.plan.routes if r.crew == self.crew.pk), ())
        keys = [stop.visit for stop in stops]
        begun = len(self.rest.begun.get(self.crew.pk, ()))
        if after not in (FIRST, *keys):
            return None
        gap = (0 if after == FIRST else keys.index(after) + 1) - begun
        if gap < 0:
            return None
        tasks = draft.lines[crew].tasks
        # A rest may come before or after the visit: nobody meant to say which.
        return [gap, gap + 1] if gap < len(tasks) and tasks[gap] < 0 else [gap]

    def _place(self, draft: Draft, new: int, crew: int, gaps: list[int]) -> Place | None:
        if not gaps:
            return Finder(draft).best(new, [crew])
        found = [place for gap in gaps if (place := put(draft, new, crew, gap))]
        return min(found, key=lambda place: place.extra, default=None)

    def _yes(self, draft: Draft) -> Moving:
        rest = self.rest
        plan = rest.joined(guarded(rest.numbers, plan_of(draft, steps_only())))
        route = next(route for route in plan.routes if route.crew == self.crew.pk)
        shifted = [
            Shifted(self.booked[str(slip.visit)], _minutes(slip.seconds), slip.start_after or 0)
            for slip in slips(rest.whole, rest.plan, plan)
            if _minutes(slip.seconds)
        ]
        return Moving(
            self.visit,
            self.crew,
            start=next(stop.start for stop in route.stops if stop.visit == self.key),
            window_from=self.window_from,
            extra_seconds=self._extra(route),
            shifted=sorted(shifted, key=lambda one: -one.minutes),
            route=route,
        )

    def _extra(self, route: Route) -> int:
        """More seconds on the road; the crew it leaves drives past."""
        there = [(self.booked[s.visit], s.leave) for s in route.stops if isinstance(s.visit, str)]
        after = sum(ways_of(self.crew, there))
        was_there = _doors(self.crew)
        if self.source.pk == self.crew.pk:
            return after - sum(ways_of(self.crew, was_there))
        was_here = _doors(self.source)
        here = [door for door in was_here if door[0].pk != self.visit.pk]
        before = sum(ways_of(self.crew, was_there)) + sum(ways_of(self.source, was_here))
        return after + sum(ways_of(self.source, here)) - before

    def _no(self, words: str) -> Moving:
        return Moving(self.visit, self.crew, words)


def _doors(crew: Crew) -> list[tuple[Visit, int]]:
    found = Stop.objects.filter(crew=crew, visit__isnull=False).select_related("visit")
    return [(stop.visit, stop.leave) for stop in found.order_by("turn") if stop.visit]


def _minutes(seconds: int | None) -> int:
    return int((seconds or 0) / 60)


def _free_moment(visit: Visit, crew: Crew) -> int:
    """The beginning of its promise; a second later where this crew has one that begins then."""
    booked = Visit.objects.filter(crew=crew, state__in=BOOKED).exclude(pk=visit.pk)
    taken = set(booked.values_list("window_from", flat=True))
    first = visit.window_from or 0
    while first in taken:
        first += 1
    return first
