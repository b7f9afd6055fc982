"""A person's own visit, without an account: what was promised, another time, call it off."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.ui.care import CareSettings, show_as
from nuanban.ui.sentences import sentence_of
from nuanban.visits import actions, queries
from nuanban.visits.enums import COMING, PartOfDay
from nuanban.visits.forms import FindOwn, WaitFor
from nuanban.visits.queries import Visit
from nuanban.visits.states import MOVES
from nuanban.visits.views.choosing import chosen_slot

AHEAD, OFFERED = timedelta(days=14), 8


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def find_own(request: CityRequest) -> HttpResponseBase:
    """Code, and phone or birth date."""
    form, status = FindOwn(request.POST or None, initial={"code": request.GET.get("code", "")}), 200
    if request.method == "POST":
        found = None
        if form.is_valid():
            found = queries.find_own(form.cleaned_data["code"], form.cleaned_data["proof"])
        if found is not None:
            return redirect("visits:own", key=queries.key_of(found))
        if form.is_valid():
            form.add_error(None, _("没有找到。请对照短信再填一次，或打电话给我们，我们替您查。"))
        status = 422
    return render(request, "visits/find_own.html", {"form": form}, status=status)


def _found(request: CityRequest, key: str) -> Visit | None:
    """The visit of a page that is still open, drawn as its person likes it."""
    visit_id = queries.read_key(key)
    found = queries.visit_by_id(visit_id) if visit_id else None
    # How the page looks would tell that somebody is on file.
    if found is not None and found.resident.care and not found.unseen:
        show_as(request, CareSettings.from_mapping(found.resident.care))
    return found


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD"])
def own(request: CityRequest, key: str) -> HttpResponseBase:
    """Everything about it that concerns the person."""
    found = _found(request, key)
    return _show(request, found, key) if found else redirect("visits:find_own")


def _show(
    request: CityRequest,
    visit: Visit,
    key: str,
    *,
    wait_form: forms.Form | None = None,
    refused: str = "",
) -> HttpResponseBase:
    at = timezone.now()
    day = city_day(at)
    may_change = "rebook" in MOVES.possible(visit.state)
    slots: list[Any] = []
    if may_change:
        slots = queries.offers(visit, from_day=day, to_day=day + AHEAD, at=at, most=OFFERED)
    context = {
        "visit": visit,
        "key": key,
        "items": queries.item_names(visit) or [queries.own_words(visit)],
        "slots": slots,
        "may_change": may_change,
        "is_coming": visit.state in COMING,
        "is_today": visit.day == day,
        "waiting": queries.waiting_of(visit),
        "wait_form": wait_form or WaitFor(),
        "refused": refused,
    }
    status = 422 if wait_form or refused else 200
    return render(request, "visits/own.html", context, status=status)


def _press(request: CityRequest, key: str, act: Callable[[Visit], None]) -> HttpResponseBase:
    found = _found(request, key)
    if found is None:
        return redirect("visits:find_own")
    page = reverse("visits:own", args=[key])

    def once() -> str:
        act(found)
        return page

    try:
        return submit_once(request, once)
    except Refusal as refusal:
        fresh = queries.visit_by_id(found.pk) or found
        return _show(request, fresh, key, refused=sentence_of(refusal))


@login_not_required
@require_POST
def own_slot(request: CityRequest, key: str) -> HttpResponseBase:
    """This time instead."""

    def act(visit: Visit) -> None:
        slot = chosen_slot(request)
        actions.rebook(visit, slot, by=request.actor, at=timezone.now())

    return _press(request, key, act)


@login_not_required
@require_POST
def own_answer(request: CityRequest, key: str) -> HttpResponseBase:
    """Yes or no to a time that is kept for them; or nobody need come any more."""
    said = request.POST.get("said", "")

    def act(visit: Visit) -> None:
        at = timezone.now()
        if said == "yes":
            actions.confirm(visit, by=request.actor, at=at)
        elif said == "no":
            actions.let_go(visit, by=request.actor, at=at)
        elif said == "cancel":
            actions.cancel(visit, why="本人取消", by=request.actor, at=at)
        elif said == "stop_waiting":
            actions.stop_waiting(visit, by=request.actor, at=at)
        else:
            raise actions.VisitMoved

    return _press(request, key, act)


@login_not_required
@require_POST
def own_wait(request: CityRequest, key: str) -> HttpResponseBase:
    """On the waiting list."""
    found, form = _found(request, key), WaitFor(request.POST)
    if found is not None and not form.is_valid():
        return _show(request, found, key, wait_form=form)

    def act(visit: Visit) -> None:
        said = form.cleaned_data
        part = PartOfDay(said["part"])
        actions.wait(visit, until=said["until"], part=part, by=request.actor, at=timezone.now())

    return _press(request, key, act)
