"""Whom to knock at: in turn, by village, and on paper."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from procrastinate.exceptions import AlreadyEnqueued

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.journal.actions import record
from nuanban.knocks import jobs, perms, queries
from nuanban.knocks.enums import Reason, Result
from nuanban.knocks.queries import Knock
from nuanban.lib.days import city_day
from nuanban.offices import queries as offices
from nuanban.residents import queries as residents

PER_PAGE, ON_PAPER = 20, 20
# Digits of the codes of divisions.
TOWNSHIP, VILLAGE = 9, 12


def _chosen(request: CityRequest) -> tuple[QuerySet[Knock], dict[str, Any]]:
    """Those who wait, inside the place and the reason that were chosen."""
    place, reason = request.GET.get("place", "")[:12], request.GET.get("reason", "")
    mine = queries.knocks_visible_to(request.user)
    found = queries.waiting(mine, city_day(timezone.now()))
    if place.isdigit():
        found = found.filter(division__code__startswith=place)
    if reason in Reason.values:
        found = found.filter(reason=reason)
    where = offices.division(place) if place.isdigit() else None
    kept = {"place": place if where else "", "reason": reason if reason in Reason.values else ""}
    return found, {**kept, "where": where, "reasons": Reason.choices}


def _reach(request: CityRequest) -> str:
    return offices.reach_of(request.user.site_id) if request.user.site_id else ""


@never_cache
@require_safe
@requires(perms.may_knock)
def knock_list(request: CityRequest) -> HttpResponseBase:
    """Next in turn, then the villages with their numbers."""
    found, chosen = _chosen(request)
    page = Paginator(queries.first_in_turn(found), PER_PAGE).get_page(request.GET.get("page"))
    by_village = len(chosen["place"] or _reach(request)) >= TOWNSHIP
    context = {
        **chosen,
        "page": page,
        "next": queries.in_order(found, list(page.object_list)),
        "by_village": by_village,
        "places": queries.places(found, VILLAGE if by_village else TOWNSHIP),
        "held": queries.held_by(request.user),
        "gathered": queries.last_gathered(),
        "may_gather": perms.may_gather(request.user),
    }
    return render(request, "knocks/list.html", context)


@never_cache
@require_safe
@requires(perms.may_knock)
def sheet(request: CityRequest) -> HttpResponseBase:
    """For helpers without a phone: the next doors with addresses, and boxes to tick. Who prints
    it is written down: addresses leave the machine.
    """
    found, chosen = _chosen(request)
    mine = list(queries.held_by(request.user))
    keys = queries.first_in_turn(found)[: max(0, ON_PAPER - len(mine))]
    knocks = [*mine, *queries.in_order(found, keys)]
    contacts = residents.contacts_of([knock.resident_id for knock in knocks])
    at = timezone.now()
    told = {"people": len(knocks), "place": chosen["place"]}
    record("knocks.printed", by=request.actor, at=at, payload=told)
    rows = [(knock, contacts.get(knock.resident_id)) for knock in knocks]
    shown = {**chosen, "rows": rows, "day": city_day(at), "results": Result.labels}
    return render(request, "knocks/sheet.html", shown)


@require_POST
@requires(perms.may_gather)
def gather(request: CityRequest) -> HttpResponseBase:
    """Makes the list anew; the worker does it."""

    def ask() -> str:
        try:
            with transaction.atomic():
                jobs.gather.defer()
        except AlreadyEnqueued:
            messages.info(request, "已经在更新了，请等一会儿再刷新。")
        else:
            messages.success(request, "正在更新名单，一两分钟后刷新这一页。")
        return reverse("knocks:list")

    return submit_once(request, ask)
