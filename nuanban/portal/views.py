"""The first page of the city for residents."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from nuanban.catalogue import queries as catalogue
from nuanban.lib.days import city_day
from nuanban.offices import queries as offices


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponseBase:
    """One question: what would you like to get done? Then the ways, the least burden first."""
    at = timezone.now()
    halls = [site for site in offices.sites() if site.kind == "hall"]
    context = {
        "frequent": catalogue.zone_items(),
        "counts": catalogue.channel_counts(),
        "halls": [
            (hall, offices.is_open_at(hall.code, at), offices.hours_on(hall.code, city_day(at)))
            for hall in halls
        ],
    }
    return render(request, "portal/home.html", context)
