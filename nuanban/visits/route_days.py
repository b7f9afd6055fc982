"""Crews and visits of the city as a day of the planner, and its plan as stops."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from nuanban.lib.days import CITY_TZ, city_day
from nuanban.planner import day as planner
from nuanban.planner.plan import Plan, Route
from nuanban.planner.plan import Stop as PlannedStop
from nuanban.planner.travel import Points, Slow, Travel
from nuanban.team import queries as team
from nuanban.visits.models import DAY_SECONDS, Crew, CrewMember, Stop, Unwilling, Visit

HOUR = 3_600
SPEED_KMH, DETOUR = 40, 1.4
TERRAIN = {"plain": 1.0, "hill": 1.29, "mountain": 1.64}
PEAK = (
    Slow((7 * HOUR + HOUR // 2, 9 * HOUR), 1.35),
    Slow((17 * HOUR, 18 * HOUR + HOUR // 2), 1.35),
)
# 平江, 洪雅 lie in mountains; 湘阴, 华容, 君山 in the plain (domain study, 5.7).
HEAVY = {"430626": "mountain", "511423": "mountain", "430603": "hill", "430621": "hill"}
PROMISED, WISHED = 100, 50


@lru_cache(maxsize=1)
def travel() -> Travel:
    """Ways by air line, roads and terrain; slower in the rush hours."""
    return Travel(Points(SPEED_KMH, DETOUR, TERRAIN), PEAK)


def second_of(moment: datetime) -> int:
    """Seconds since midnight in the city."""
    local = moment.astimezone(CITY_TZ)
    return local.hour * HOUR + local.minute * 60 + local.second


def place_of(key: str, latitude: float, longitude: float, division: str) -> planner.Place:
    """A place with its terrain."""
    return planner.Place(key, latitude, longitude, HEAVY.get(division[:6], "plain"))


class RouteDay:
    """Everything of some crews on one day, ready for the planner; `new` is not planned yet."""

    def __init__(
        self, day: date, crews: Sequence[Crew], visits: Iterable[Visit], new: Visit | None = None
    ) -> None:
        self.day, self.crews, self.visits, self.new = day, list(crews), list(visits), new
        self.people: dict[int, list[CrewMember]] = {crew.pk: [] for crew in self.crews}
        found = CrewMember.objects.filter(crew__in=self.crews).select_related("member")
        for one in found.order_by("member__name"):
            self.people[one.crew_id].append(one)
        members = [one.member_id for several in self.people.values() for one in several]
        self.skills = team.skills_of(members, day)
        asked = [*self.visits, *([new] if new else [])]
        unwilling = Unwilling.objects.filter(resident__in=[v.resident_id for v in asked])
        self.unwilling = {(one.resident_id, one.member_id) for one in unwilling}

    def as_day(self) -> planner.Day:
        """For the planner."""
        places = [_start_of(crew) for crew in self.crews]
        wanted = [*self.visits, *([self.new] if self.new else [])]
        places += [place_of(str(v.pk), v.latitude, v.longitude, v.division_id) for v in wanted]
        return planner.Day(
            self.day,
            travel(),
            tuple({place.id: place for place in places}.values()),
            tuple(self._crew(crew) for crew in self.crews),
            tuple(self.asked(visit) for visit in self.visits),
        )

    def _crew(self, crew: Crew) -> planner.Crew:
        rests: tuple[planner.Break, ...] = ()
        if crew.rest_seconds and crew.rest_from is not None and crew.rest_to is not None:
            last = crew.rest_to - crew.rest_seconds
            rests = (planner.Break((crew.rest_from, last), crew.rest_seconds),)
        people = self.people[crew.pk]
        skills = [skill.value for one in people for skill in self.skills.get(one.member_id, ())]
        start = _start_of(crew).id
        return planner.Crew(
            crew.pk,
            start,
            start,
            (crew.begins, crew.ends),
            rests,
            frozenset(skills),
            size=max(1, len(people)),
        )

    def asked(self, visit: Visit) -> planner.Visit:
        """One visit as the planner sees it."""
        window = _window_of(visit)
        promise = planner.Promise(window, visit.crew_id) if visit.crew_id else None
        return planner.Visit(
            str(visit.pk),
            str(visit.pk),
            (window,),
            visit.seconds,
            frozenset(visit.skills),
            PROMISED if promise else WISHED,
            visit.people,
            promise,
            unwilling_crews=frozenset(self._refused(visit)),
        )

    def _refused(self, visit: Visit) -> Iterable[int]:
        for crew, people in self.people.items():
            if any((visit.resident_id, one.member_id) in self.unwilling for one in people):
                yield crew

    def plan(self) -> Plan:
        """The plan as it stands."""
        return _plan_of_stops(self.crews)


def now_on(day: date, at: datetime) -> int:
    """The present second, as seen from a day; 0 on days to come."""
    return second_of(at) if city_day(at) == day else 0


def _plan_of_stops(crews: Sequence[Crew]) -> Plan:
    routes: dict[int, list[PlannedStop]] = {}
    for stop in Stop.objects.filter(crew__in=crews).order_by("crew", "turn"):
        visit = str(stop.visit_id) if stop.visit_id else None
        # A crew rests once.
        planned = PlannedStop(stop.arrive, stop.start, stop.leave, visit, 0 if visit else 1)
        routes.setdefault(stop.crew_id, []).append(planned)
    return Plan(tuple(Route(crew, tuple(stops), 0, 0, 0) for crew, stops in routes.items()))


def _start_of(crew: Crew) -> planner.Place:
    where = crew.site.division
    code = f"site:{crew.site_id}"
    return place_of(code, where.latitude or 0.0, where.longitude or 0.0, where.code)


def _window_of(visit: Visit) -> planner.Window:
    if visit.window_from is None or visit.window_to is None:
        return (0, DAY_SECONDS - 1)
    return (visit.window_from, visit.window_to)


def write_stops(crew: Crew, route: Route | None) -> None:
    """Puts a crew's new plan in place of the old one, inside the caller's transaction."""
    Stop.objects.filter(crew=crew).delete()
    if route is None:
        return
    base = crew.pk * DAY_SECONDS
    Stop.objects.bulk_create(
        Stop(
            crew=crew,
            visit_id=UUID(str(stop.visit)) if stop.visit else None,
            turn=turn,
            arrive=stop.arrive,
            start=stop.start,
            leave=stop.leave,
            span=(base + stop.start, base + stop.leave),
        )
        for turn, stop in enumerate(route.stops)
    )
