"""Village days: a list, one of them, its sheet; for everybody where and when."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanban.accounts.once import press_on, submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.catalogue import queries as catalogue
from nuanban.journal.actions import record
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.offices import queries as offices
from nuanban.villages import actions, perms, queries
from nuanban.villages.forms import ChosenCrew, Ending, NewDay, Why
from nuanban.villages.queries import VillageDay
from nuanban.visits import queries as visits

MOST = 100


def found_day(day_id: UUID) -> VillageDay:
    """The village day, or 404."""
    found = queries.day_by_id(day_id)
    if found is None:
        raise Http404
    return found


def press_on_day(
    request: CityRequest, found: VillageDay, act: Callable[[], str]
) -> HttpResponseBase:
    """Done once, and told on the page of the day."""
    return press_on(request, act, reverse("villages:day", args=[found.pk]))


def _mine(request: CityRequest, day_id: UUID) -> VillageDay:
    found = found_day(day_id)
    if not perms.may_change(request.user, found):
        raise Http404
    return found


@require_safe
@requires(perms.may_see)
def day_list(request: CityRequest) -> HttpResponseBase:
    """What is to come."""
    days = queries.days_from(city_day(timezone.now()))[:MOST]
    seats = queries.taken(queries.days_from(city_day(timezone.now())))
    rows = [(one, seats.get(one.pk, 0)) for one in days]
    seen = {"rows": rows, "may_plan": perms.may_plan(request.user)}
    return render(request, "villages/list.html", seen)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_plan)
def new_day(request: CityRequest) -> HttpResponseBase:
    """A trip that serves many."""
    items = [(one.code, one.plain_name) for one in catalogue.items_for_choice()]
    form = NewDay(offices.places_to_serve(), items, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return submit_once(request, lambda: _plan(request, form))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    return render(request, "villages/new.html", {"form": form}, status=status)


def _plan(request: CityRequest, form: NewDay) -> str:
    said = form.cleaned_data
    new = actions.NewVillageDay(
        site=request.user.site_id or "",
        division=said["division"],
        place=said["place"],
        day=said["day"],
        begins=said["begins"],
        ends=said["ends"],
        capacity=said["capacity"],
        purpose=said["purpose"],
        items=said["items"],
        bring=said["bring"],
    )
    made = actions.plan_day(new, by=request.actor, at=timezone.now())
    messages.success(request, "已安排，可以报名了。")
    return reverse("villages:day", args=[made.pk])


@require_safe
@requires(perms.may_see)
def day(request: CityRequest, day_id: UUID) -> HttpResponseBase:
    """The list, and who nearby waits for a visit."""
    return show(request, found_day(day_id))


def show(request: CityRequest, found: VillageDay, **forms_shown: forms.Form) -> HttpResponseBase:
    """The page of one day."""
    seats = queries.seats_of(found, request.user)
    user = request.user
    may_plan = perms.may_change(user, found)
    reads = queries.reads_names(user, found)
    crews = visits.crews_free_on(found.day, found.site_id) if may_plan else []
    seen: dict[str, Any] = {
        "village_day": found,
        "seats": queries.times_of(seats),
        "taken": queries.taken(queries.days_from(found.day)).get(found.pk, 0),
        "items": [it.plain_name for code in found.items if (it := catalogue.item(code))],
        "nearby": queries.waiting_nearby(found, user)[:MOST],
        "members": visits.members_of(found.crew) if found.crew else [],
        "along": visits.taken_along(found.crew) if found.crew else [],
        "to_fetch": sum(seat.is_fetched for seat in seats),
        "may_plan": may_plan,
        "reads": reads,
        "may_list": queries.lists_there(user, found),
        "may_note": perms.may_note(user) and reads,
        "crew_form": ChosenCrew([(str(one.pk), one.name) for one in crews]),
        "why_form": Why(),
        "ending_form": Ending(),
        **forms_shown,
    }
    status = 422 if forms_shown else 200
    return render(request, "villages/day.html", seen, status=status)


@require_safe
@requires(perms.may_see)
def sheet(request: CityRequest, day_id: UUID) -> HttpResponseBase:
    """On paper, for where there is no signal. Who opens it is written down: names may leave the
    machine.
    """
    found = found_day(day_id)
    seats = queries.times_of(queries.seats_of(found, request.user))
    told = {"day": f"{found.day}", "people": len(seats)}
    at, site = timezone.now(), found.site_id
    record(
        "villages.sheet_opened",
        by=request.actor,
        at=at,
        object_id=found.pk,
        site=site,
        payload=told,
    )
    return render(request, "villages/sheet.html", {"village_day": found, "seats": seats})


@require_POST
@requires(perms.may_plan)
def crew(request: CityRequest, day_id: UUID) -> HttpResponseBase:
    """Who goes."""
    found = _mine(request, day_id)
    free = visits.crews_free_on(found.day, found.site_id)
    form = ChosenCrew([(str(one.pk), one.name) for one in free], request.POST)
    if not form.is_valid():
        return show(request, found, crew_form=form)

    def act() -> str:
        chosen = form.cleaned_data["crew"]
        actions.send_crew(
            found, crew=int(chosen) if chosen else None, by=request.actor, at=timezone.now()
        )
        return "已定哪一组去，这一天不再给他们派别的上门。" if chosen else "还没有定哪一组去。"

    return press_on_day(request, found, act)


@require_POST
@requires(perms.may_plan)
def cancel(request: CityRequest, day_id: UUID) -> HttpResponseBase:
    """It does not take place; everybody on the list is told."""
    found, form = _mine(request, day_id), Why(request.POST)
    if not form.is_valid():
        return show(request, found, why_form=form)

    def act() -> str:
        words = form.cleaned_data["words"]
        actions.cancel_day(found, why=words, by=request.actor, at=timezone.now())
        return "已取消，名单上的人都会接到通知。"

    return press_on_day(request, found, act)


@require_safe
@login_not_required
def public(request: HttpRequest) -> HttpResponseBase:
    """Where and when, and how many seats are left; to be on the list one calls."""
    days = queries.open_from(city_day(timezone.now()))
    seats = queries.taken(days)
    rows = [(one, max(0, one.capacity - seats.get(one.pk, 0))) for one in days[:MOST]]
    return render(request, "villages/public.html", {"rows": rows})
