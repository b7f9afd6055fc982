"""How the plan of a day stands: a number to see whether it changed, and plans to put back."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import QuerySet

from nuanban.planner.plan import Route
from nuanban.planner.plan import Stop as PlannedStop
from nuanban.visits.enums import BOOKED, VisitState
from nuanban.visits.models import Crew, Stop, Visit
from nuanban.visits.route_days import write_stops

# Of each crew (its number as text) the stops in order: visit or None, arrive, start, leave.
Snapshot: TypeAlias = dict[str, list[list[Any]]]


def crews_of_day(day: date, site: str, *, locked: bool = False) -> list[Crew]:
    """Crews of a place on a day, in one order for everybody who locks them."""
    found = Crew.objects.filter(day=day, site_id=site).select_related("site__division")
    found = found.order_by("pk")
    return list(found.select_for_update(of=("self",)) if locked else found)


def in_plan(crews: Iterable[Crew]) -> QuerySet[Visit]:
    """Whose stops stand in the plans of these crews: promised, under way or done."""
    states = [*BOOKED, VisitState.DONE]
    found = Visit.objects.filter(crew__in=crews, state__in=states).select_related("resident")
    return found.order_by("pk")


def standing_of(day: date, site: str) -> int:
    """A number that changes with every change of the plan of this day."""
    crews = Crew.objects.filter(day=day, site_id=site).order_by("pk")
    stops = Stop.objects.filter(crew__in=crews).order_by("crew", "turn")
    booked = Visit.objects.filter(crew__in=crews, state__in=BOOKED).order_by("pk")
    seen = [
        list(crews.values_list("pk", "begins", "ends", "stopped_at", "away")),
        list(stops.values_list("crew", "visit", "arrive", "start", "leave")),
        list(booked.values_list("pk", "crew", "window_from", "window_to")),
    ]
    digest = hashlib.sha256(json.dumps(seen, default=str).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def snapshot(crews: Sequence[Crew]) -> Snapshot:
    """The plans of these crews."""
    found: Snapshot = {str(crew.pk): [] for crew in crews}
    for stop in Stop.objects.filter(crew__in=crews).order_by("crew", "turn"):
        visit = str(stop.visit_id) if stop.visit_id else None
        found[str(stop.crew_id)].append([visit, stop.arrive, stop.start, stop.leave])
    return found


def begun(kept: Mapping[str, Sequence[Sequence[Any]]], now: int) -> dict[str, list[list[Any]]]:
    """What of these plans has begun."""
    return {crew: [list(row) for row in rows if row[2] <= now] for crew, rows in kept.items()}


def put_back(crews: Iterable[Crew], kept: Snapshot) -> None:
    """Writes plans that were kept, inside the caller's transaction."""
    for crew in crews:
        rows = kept[str(crew.pk)]
        stops = tuple(
            PlannedStop(arrive, start, leave, str(UUID(visit)) if visit else None)
            for visit, arrive, start, leave in rows
        )
        write_stops(crew, Route(crew.pk, stops, 0, 0, 0) if stops else None)
