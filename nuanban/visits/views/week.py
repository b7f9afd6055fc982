"""The week of a place."""

from datetime import timedelta

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.days import city_day
from nuanban.visits import perms
from nuanban.visits.views.listing import day_of
from nuanban.visits.week import DAYS, week_of


@require_safe
@requires(perms.may_plan)
def week(request: CityRequest) -> HttpResponseBase:
    """How full the crews are; each day leads to its board."""
    day, at = day_of(request), timezone.now()
    seen = {
        "week": week_of(day, request.user.site_id or "", at),
        "day": day,
        "today": city_day(at),
        "before": day - timedelta(days=DAYS),
        "after": day + timedelta(days=DAYS),
    }
    return render(request, "visits/week.html", seen)
