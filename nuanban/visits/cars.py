"""What the cars did (爱心专车): days out, doors, people taken along, results, kilometres."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet

from nuanban.planner.travel import Points
from nuanban.visits.enums import VisitState
from nuanban.visits.models import Visit
from nuanban.visits.route_days import DETOUR, SPEED_KMH, place_of, start_of

_ROADS = Points(SPEED_KMH, DETOUR)


@dataclass(frozen=True)
class CarUse:
    """One car. `kilometres` are reckoned from door to door, not read from the car."""

    name: str
    days: int
    doors: int
    rides: int
    results: int
    kilometres: int


def use_of_cars(begins_on: date | None, ends_on: date | None, site: str = "") -> list[CarUse]:
    """Cars that went out on these days, by name; empty means all."""
    found = Visit.objects.filter(state=VisitState.DONE, crew__vehicle__isnull=False)
    if begins_on:
        found = found.filter(day__gte=begins_on)
    if ends_on:
        found = found.filter(day__lte=ends_on)
    if site:
        found = found.filter(site_id=site)
    rows = _in_order(found)
    return [_use(list(visits)) for _, visits in groupby(rows, key=_car)]


def _in_order(found: QuerySet[Visit]) -> Iterable[Visit]:
    found = found.select_related("crew__vehicle", "crew__site__division")
    return found.order_by("crew__vehicle__name", "crew__vehicle", "crew", "arrived_at").iterator()


def _car(visit: Visit) -> UUID | None:
    return visit.crew.vehicle_id if visit.crew else None


def _use(visits: Sequence[Visit]) -> CarUse:
    crew = visits[0].crew
    days = [list(one) for _, one in groupby(visits, key=lambda visit: visit.crew_id)]
    return CarUse(
        str(crew.vehicle) if crew else "",
        days=len(days),
        doors=len(visits),
        rides=sum(bool(visit.ride) for visit in visits),
        results=sum(visit.brings_id is not None for visit in visits),
        kilometres=round(sum(map(_kilometres, days))),
    )


def _kilometres(visits: Sequence[Visit]) -> float:
    """From the site to every door and home; to the site and back with whoever rides along."""
    crew = visits[0].crew
    assert crew is not None
    places = [start_of(crew)]
    for visit in visits:
        door = place_of(str(visit.pk), visit.latitude, visit.longitude, visit.division_id)
        places += [door, places[0], door] if visit.ride else [door]
    roads = _ROADS.kilometres([*places, places[0]])
    return float(sum(roads[here, here + 1] for here in range(len(places))))
