"""Crews and visits of the city as a day of the planner, and its plan as stops."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from uuid import UUID

from nuanban.planner import day as planner
from nuanban.planner.plan import Plan, Route
from nuanban.planner.rest_of_day import RestOfDay
from nuanban.planner.travel import Points, Slow, Travel
from nuanban.team import queries as team
from nuanban.visits.abilities import able, asked_by, brought_by
from nuanban.visits.clock import HOUR, now_on
from nuanban.visits.enums import BOOKED, VisitState
from nuanban.visits.models import DAY_SECONDS, Crew, CrewMember, Stop, Unwilling, Visit
from nuanban.visits.so_far import route_so_far

SPEED_KMH, DETOUR = 40, 1.4
TERRAIN = {"plain": 1.0, "hill": 1.29, "mountain": 1.64}
PEAK = (
    Slow((7 * HOUR + HOUR // 2, 9 * HOUR), 1.35),
    Slow((17 * HOUR, 18 * HOUR + HOUR // 2), 1.35),
)
# 平江, 洪雅 lie in mountains; 湘阴, 华容, 君山 in the plain (domain study, 5.7).
HEAVY = {"430626": "mountain", "511423": "mountain", "430603": "hill", "430621": "hill"}
PROMISED, WISHED = 100, 50
LAST_SECOND = DAY_SECONDS - 1


@lru_cache(maxsize=1)
def travel() -> Travel:
    """Ways by air line, roads and terrain; slower in the rush hours."""
    return Travel(Points(SPEED_KMH, DETOUR, TERRAIN), PEAK)


def place_of(key: str, latitude: float, longitude: float, division: str) -> planner.Place:
    """A place with its terrain."""
    return planner.Place(key, latitude, longitude, HEAVY.get(division[:6], "plain"))


class RouteDay:
    """Some crews of one day with everybody they visit, as the planner sees them at a moment.

    `new` is not planned yet. Who was visited already stays where the crew was at that time.
    """

    def __init__(self, crews: Sequence[Crew], at: datetime, new: Visit | None = None) -> None:
        self.day, self.crews, self.new = crews[0].day, list(crews), new
        self.now = now_on(self.day, at)
        found = Visit.objects.filter(crew__in=self.crews, state__in=(*BOOKED, VisitState.DONE))
        self.visits = list(found.exclude(pk=new.pk) if new else found)
        self.people: dict[int, list[CrewMember]] = {crew.pk: [] for crew in self.crews}
        going = CrewMember.objects.filter(crew__in=self.crews).select_related("member")
        for one in going.order_by("member__name"):
            self.people[one.crew_id].append(one)
        members = [one.member_id for several in self.people.values() for one in several]
        self.skills = team.skills_of(members, self.day)
        self.brought = brought_by(self.crews, {pk: len(all_) for pk, all_ in self.people.items()})
        asked = [*self.visits, *([new] if new else [])]
        unwilling = Unwilling.objects.filter(resident__in=[v.resident_id for v in asked])
        self.unwilling = {(one.resident_id, one.member_id) for one in unwilling}

    @cached_property
    def plan(self) -> Plan:
        """The plan as it stands, with what has begun at its real times."""
        stops: dict[int, list[Stop]] = {}
        standing = Stop.objects.filter(crew__in=self.crews).order_by("crew", "turn")
        # Who is to go elsewhere is not where they were.
        for stop in standing.exclude(visit=self.new) if self.new else standing:
            stops.setdefault(stop.crew_id, []).append(stop)
        visits = {visit.pk: visit for visit in self.visits}
        routes = [route_so_far(crew, rows, visits, self.now) for crew, rows in stops.items()]
        return Plan(tuple(routes))

    @cached_property
    def as_day(self) -> planner.Day:
        """For the planner: the crews that keep their promises. A late one takes nobody new."""
        day = self._day(self.crews)
        if not self.now:
            return day
        rest = RestOfDay(day, self.plan, self.now)
        keys = {rest.rest.visits[visit].id for visit in rest.draft().left}
        late = {r.crew for r in self.plan.routes for s in r.stops if s.visit in keys}
        return self._day([crew for crew in self.crews if crew.pk not in late]) if late else day

    def _day(self, crews: Sequence[Crew]) -> planner.Day:
        keys = {crew.pk for crew in crews}
        visits = [visit for visit in self.visits if visit.crew_id in keys]
        wanted = [*visits, *([self.new] if self.new else [])]
        places = [start_of(crew) for crew in crews]
        places += [place_of(str(v.pk), v.latitude, v.longitude, v.division_id) for v in wanted]
        return planner.Day(
            self.day,
            travel(),
            tuple({place.id: place for place in places}.values()),
            tuple(self._crew(crew) for crew in crews),
            tuple(self.asked(visit) for visit in visits),
        )

    def _crew(self, crew: Crew) -> planner.Crew:
        rests: tuple[planner.Break, ...] = ()
        if crew.rest_seconds and crew.rest_from is not None and crew.rest_to is not None:
            last = crew.rest_to - crew.rest_seconds
            rests = (planner.Break((crew.rest_from, last), crew.rest_seconds),)
        people = self.people[crew.pk]
        start = start_of(crew).id
        return planner.Crew(
            crew.pk,
            start,
            start,
            (crew.begins, crew.ends),
            rests,
            self.able(crew),
            size=max(1, len(people)),
        )

    def able(self, crew: Crew) -> frozenset[str]:
        """What its people can, what they have with them."""
        people = self.people[crew.pk]
        skills = (skill for one in people for skill in self.skills.get(one.member_id, ()))
        return able(skills, self.brought[crew.pk])

    def asked(self, visit: Visit) -> planner.Visit:
        """One visit as the planner sees it."""
        window = _window_of(visit)
        promise = planner.Promise(window, visit.crew_id) if visit.crew_id else None
        return planner.Visit(
            str(visit.pk),
            str(visit.pk),
            (window,),
            visit.seconds,
            asked_by(visit),
            PROMISED if promise else WISHED,
            visit.people,
            promise,
            unwilling_crews=frozenset(self._refused(visit)),
        )

    def _refused(self, visit: Visit) -> Iterable[int]:
        for crew, people in self.people.items():
            if any((visit.resident_id, one.member_id) in self.unwilling for one in people):
                yield crew


def start_of(crew: Crew) -> planner.Place:
    """Where a crew sets out."""
    where = crew.site.division
    code = f"site:{crew.site_id}"
    return place_of(code, where.latitude or 0.0, where.longitude or 0.0, where.code)


def _window_of(visit: Visit) -> planner.Window:
    if visit.window_from is None or visit.window_to is None:
        return (0, LAST_SECOND)
    return (visit.window_from, visit.window_to)


def take_out(visit: Visit) -> None:
    """The others keep their times; the gap is used by whoever comes next."""
    stops = Stop.objects.filter(visit=visit)
    crews = list(stops.values_list("crew", flat=True))
    stops.delete()
    for crew in crews:
        left = Stop.objects.filter(crew=crew)
        if not left.filter(visit__isnull=False).exists():
            left.delete()


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
