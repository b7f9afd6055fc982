"""What a township or village station may accept, and a case opened there."""

from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.accounts.queries import User
from nuanban.cases import actions, perms
from nuanban.cases.forms import StationForm
from nuanban.catalogue import queries as catalogue
from nuanban.catalogue.queries import Item
from nuanban.lib.errors import Refusal
from nuanban.residents import queries as residents


@never_cache
@require_safe
@requires(perms.may_accept_at_station)
def station(request: CityRequest) -> HttpResponseBase:
    """可在本站办的事项: what is delegated to a place like this, department after department."""
    level = actions.level_of(request.user)
    items = catalogue.items_offered_at(level) if level else []
    grouped = [(name, list(found)) for name, found in groupby(items, lambda i: i.department.name)]
    context = {
        "departments": grouped,
        "count": sum(len(found) for _name, found in grouped),
        "refusal": "" if level else str(actions.NotAStation()),
    }
    return render(request, "cases/station.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_accept_at_station)
def station_case(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """For somebody of the own division; for all others the reason why not."""
    resident = residents.by_id(resident_id)
    if resident is None:
        raise Http404
    refusal = actions.refusal_for(request.user, resident)
    form, status = StationForm(_choices(request.user), request.POST or None), 200
    if refusal is None and request.method == "POST":
        status = 422
        if form.is_valid():
            item = form.cleaned_data["item"]

            def act() -> str:
                at = timezone.now()
                case = actions.accept_at_station(item, resident, by=request.user, at=at)
                return reverse("cases:case", args=[case.pk])

            try:
                return submit_once(request, act)
            except Refusal as fault:
                form.add_error("item", str(fault))
    context = {"resident": resident, "form": form, "refusal": str(refusal or "")}
    return render(request, "cases/station_case.html", context, status=status)


def _choices(user: User) -> list[Item]:
    level = actions.level_of(user)
    return list(catalogue.items_offered_at(level)) if level else []
