"""The clock of an urgent visit: from the request until somebody stands at the bed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import F, QuerySet

from nuanban.lib.days import city_moment
from nuanban.visits.enums import ENDED, VisitKind, VisitState
from nuanban.visits.models import Visit


@dataclass(frozen=True)
class Clock:
    """Minutes since the request, and until the deadline (below 0: it is over)."""

    visit: Visit
    minutes: int
    left: int

    @property
    def is_late(self) -> bool:
        """Nobody was there in time."""
        return self.left < 0

    @property
    def over(self) -> int:
        """Minutes since the deadline."""
        return -self.left


@dataclass(frozen=True)
class Reached:
    """Urgent visits at which somebody arrived: how many, half of them within so many minutes,
    and how many before their deadline."""

    visits: int
    minutes: int
    in_time: int


def running(visits: QuerySet[Visit], at: datetime) -> list[Clock]:
    """Urgent visits at which nobody stands yet, the nearest deadline first."""
    found = visits.filter(kind=VisitKind.URGENT, deadline_at__isnull=False, arrived_at=None)
    found = found.exclude(state__in=ENDED).select_related("crew").order_by("deadline_at", "pk")
    return [
        Clock(one, minutes_between(one.asked_at, at), minutes_between(at, one.deadline_at))
        for one in found
        if one.deadline_at is not None
    ]


def took(visit: Visit) -> int | None:
    """Minutes from the request to the door of an urgent visit; None before, and for others."""
    if visit.kind != VisitKind.URGENT or visit.arrived_at is None:
        return None
    return minutes_between(visit.asked_at, visit.arrived_at)


def minutes_between(first: datetime, last: datetime) -> int:
    """Whole minutes; below 0 when `last` is earlier."""
    return int((last - first) // timedelta(minutes=1))


def reached(begins_on: date | None, ends_on: date | None, site: str = "") -> Reached:
    """How quickly urgent visits of these days were reached; empty means all."""
    found = Visit.objects.filter(kind=VisitKind.URGENT, arrived_at__isnull=False)
    found = found.exclude(state=VisitState.CANCELLED)
    if begins_on:
        found = found.filter(arrived_at__gte=city_moment(begins_on, time()))
    if ends_on:
        found = found.filter(arrived_at__lt=city_moment(ends_on + timedelta(days=1), time()))
    if site:
        found = found.filter(site_id=site)
    in_time = found.filter(arrived_at__lte=F("deadline_at")).count()
    return _reached(found.values_list("asked_at", "arrived_at"), in_time)


def _reached(moments: Iterable[tuple[datetime, datetime | None]], in_time: int) -> Reached:
    took = [minutes_between(asked, there) for asked, there in moments if there is not None]
    return Reached(len(took), round(median(took)) if took else 0, in_time)
