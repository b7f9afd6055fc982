"""A proposal as a dispatcher reads it: who goes where, who is new, who is left over and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nuanban.residents import queries as residents
from nuanban.visits.board_models import OPEN
from nuanban.visits.models import Crew, DayPlan, Visit
from nuanban.visits.promising import promise_windows
from nuanban.visits.proposing import WAITING
from nuanban.visits.queries import contact_of

# So many who are left over are listed; more are counted.
MOST = 60


@dataclass(frozen=True)
class Row:
    """One stop of a proposal. `window`: what they would be told, or were told."""

    visit: Visit
    start: int
    window: tuple[int, int]
    is_new: bool


@dataclass(frozen=True)
class Left:
    """Somebody who does not fit. The phone is opened only for those whose promise breaks."""

    visit: Visit
    words: str
    phone: str = ""
    window: Sequence[int] = ()


@dataclass(frozen=True)
class Shown:
    """Everything on the page of a proposal."""

    plan: DayPlan
    crews: Sequence[tuple[Crew, Sequence[Row]]]
    left: Sequence[Left]
    left_count: int
    new_count: int

    @property
    def before_minutes(self) -> int:
        """On the road, as the day stands."""
        return round(self.plan.travel_before / 60)

    @property
    def after_minutes(self) -> int:
        """On the road, as proposed."""
        cost: dict[str, Any] = (self.plan.plan or {}).get("cost", {})
        return round(int(cost.get("travel_seconds", 0)) / 60)

    @property
    def moved(self) -> list[tuple[Crew, Row]]:
        """Who would be visited by another crew, in order of time."""
        rows = [(crew, row) for crew, several in self.crews for row in several if row.is_new]
        return sorted(rows, key=lambda one: one[1].start)


def shown(plan: DayPlan) -> Shown:
    """A proposal in words."""
    routes = {row["crew"]: row["stops"] for row in (plan.plan or {}).get("routes", [])}
    keys = [stop["visit"] for stops in routes.values() for stop in stops if "visit" in stop]
    left = list(plan.left_over)[:MOST]
    found = Visit.objects.filter(pk__in=[*keys, *left]).select_related("resident", "division")
    visits = {str(one.pk): one for one in found}
    crews = [
        (crew, _rows(plan, crew, routes[crew.pk], visits))
        for crew in Crew.objects.filter(pk__in=routes).order_by("pk")
    ]
    return Shown(
        plan,
        crews,
        _left(plan, [visits[key] for key in left if key in visits]),
        len(plan.left_over),
        sum(row.is_new for _, rows in crews for row in rows),
    )


def _rows(
    plan: DayPlan, crew: Crew, stops: Sequence[dict[str, Any]], visits: dict[str, Visit]
) -> list[Row]:
    starts = {stop["visit"]: int(stop["start"]) for stop in stops if stop.get("visit") in visits}
    # After it was accepted, who was new has a promise like everybody else.
    new = {key: start for key, start in starts.items() if visits[key].state in WAITING}
    taken = [visits[key].window_from for key in starts if key not in new]
    windows = promise_windows(new, taken, plan.promises, crew.begins)
    return [
        Row(visits[key], start, windows.get(key) or _told(visits[key]), key in new)
        for key, start in starts.items()
    ]


def _told(visit: Visit) -> tuple[int, int]:
    return visit.window_from or 0, visit.window_to or 0


def _left(plan: DayPlan, visits: Sequence[Visit]) -> list[Left]:
    told = [visit.resident_id for visit in visits if str(visit.pk) in plan.promises]
    own = residents.contacts_of(told) if told else {}
    found = []
    for visit in visits:
        promise, phone = plan.promises.get(str(visit.pk), ()), ""
        if promise:
            phone = contact_of(visit) or own[visit.resident_id].phone
        found.append(Left(visit, plan.left_over[str(visit.pk)], phone, promise))
    return found


def open_plan(day: date, site: str) -> DayPlan | None:
    """What waits for a worker or for a decision."""
    return DayPlan.objects.filter(day=day, site_id=site, state__in=OPEN).first()


def latest_plan(day: date, site: str) -> DayPlan | None:
    """The last one that was made."""
    return DayPlan.objects.filter(day=day, site_id=site, plan__isnull=False).first()
