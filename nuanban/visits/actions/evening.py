"""In the evening, the next working day is proposed once for every place that sends crews out."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from nuanban.lib.actor import SYSTEM
from nuanban.lib.days import CITY_TZ, add_working_days, city_day
from nuanban.offices import queries as offices
from nuanban.visits.actions.planning import NobodyGoesOut, ask_plan
from nuanban.visits.models import Crew, DayPlan, Visit
from nuanban.visits.proposing import KINDS, WAITING

# From this hour on; a city whose keeper slept catches up until midnight.
EVENING = 18


def ask_evening_plans(*, at: datetime) -> int:
    """Asks for what was not asked for yet; gives how many. Safe to repeat."""
    if at.astimezone(CITY_TZ).hour < EVENING:
        return 0
    day = add_working_days(city_day(at), 1, offices.calendar())
    return sum(_ask(day, site, at) for site in _places(day))


def _places(day: date) -> list[str]:
    """Where crews go out on this day, somebody waits, and nothing was proposed in an evening."""
    waiting = Visit.objects.filter(kind__in=KINDS, state__in=WAITING).values("site")
    asked = DayPlan.objects.filter(day=day, is_nightly=True).values("site")
    crews = Crew.objects.filter(day=day, stopped_at=None, away="", site__in=waiting)
    return sorted(set(crews.exclude(site__in=asked).values_list("site", flat=True)))


def _ask(day: date, site: str, at: datetime) -> bool:
    try:
        with transaction.atomic():
            ask_plan(day=day, site=site, by=SYSTEM, at=at, is_nightly=True)
    except (IntegrityError, NobodyGoesOut):
        # Another keeper was faster, or the crew was stopped in this moment.
        return False
    return True
