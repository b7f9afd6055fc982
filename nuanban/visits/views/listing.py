"""Visits of a day, and those that wait for a slot."""

from datetime import date, timedelta

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.days import city_day
from nuanban.visits import perms, queries, urgent_clock
from nuanban.visits.door_queries import left_undecided
from nuanban.visits.enums import VisitState

MOST = 200
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


def day_of(request: CityRequest) -> date:
    """The day that the page is about; today for what is no day, or none of this century."""
    today = city_day(timezone.now())
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    return day if FIRST_DAY <= day <= LAST_DAY else today


@require_safe
@requires(perms.may_see)
def visit_list(request: CityRequest) -> HttpResponseBase:
    """Today first; a day before and after by a link."""
    day, seen = day_of(request), queries.visits_visible_to(request.user)
    at, plans = timezone.now(), perms.may_plan(request.user)
    waiting = seen.filter(state__in=[VisitState.WANTED, VisitState.NOBODY_HOME, VisitState.HELD])
    return render(
        request,
        "visits/list.html",
        {
            "day": day,
            "before": day - timedelta(days=1),
            "after": day + timedelta(days=1),
            "today": city_day(at),
            "visits": seen.filter(day=day).order_by("window_from", "crew")[:MOST],
            "on_list": queries.in_waiting(seen),
            "waiting": waiting.order_by("deadline_at", "asked_at")[:MOST],
            "may_plan": plans,
            "may_go": perms.may_go_out(request.user),
            "clocks": urgent_clock.running(seen, at),
            "overdue": queries.overdue(seen, at) if plans else [],
            "in_conflict": queries.in_conflict(seen) if plans else [],
            "undecided": left_undecided(seen) if plans else [],
        },
    )
