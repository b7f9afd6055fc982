"""Seats of a village day: put on the list, taken off, what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.residents import queries as residents
from nuanban.residents.queries import Resident
from nuanban.villages import actions, perms, queries
from nuanban.villages.forms import Ending, NewSeat
from nuanban.villages.queries import Seat
from nuanban.villages.views.days import found_day, press_on_day, show
from nuanban.visits import queries as visits
from nuanban.visits.enums import Outcome


@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_list)
def join(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """Which days there are, the nearest first; one press puts the person on the list."""
    resident = residents.by_id(resident_id)
    if resident is None:
        raise Http404
    form, status = NewSeat(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return submit_once(request, lambda: _add(request, resident, form))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    days = queries.near(resident, city_day(timezone.now()))
    may = [one for one in days if visits.may_ask_for(request.user, one.division_id)]
    taken = queries.taken(queries.open_from(city_day(timezone.now())))
    rows = [(one, one.capacity - taken.get(one.pk, 0)) for one in may]
    seen = {"resident": resident, "rows": rows, "form": form}
    return render(request, "villages/join.html", seen, status=status)


def _add(request: CityRequest, resident: Resident, form: NewSeat) -> str:
    said = form.cleaned_data
    chosen = found_day(said["village_day"])
    if not queries.lists_there(request.user, chosen):
        raise Http404
    seat = actions.add_seat(
        chosen,
        resident,
        is_fetched=said["is_fetched"],
        note=said["note"],
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, f"已报名，第 {seat.turn} 个，时间地点已经告诉本人。")
    return reverse("villages:day", args=[chosen.pk])


def _seat(request: CityRequest, seat_id: UUID) -> Seat:
    found = queries.seat_by_id(seat_id)
    if found is None or not queries.reads_names(request.user, found.village_day):
        raise Http404
    return found


@require_POST
@requires(perms.may_list)
def drop(request: CityRequest, seat_id: UUID) -> HttpResponseBase:
    """They will not come."""
    found = _seat(request, seat_id)
    if not queries.lists_there(request.user, found.village_day):
        raise Http404

    def act() -> str:
        actions.drop_seat(found, by=request.actor, at=timezone.now())
        return f"{found.resident.name}不来了，名额空出来了。"

    return press_on_day(request, found.village_day, act)


@require_POST
@requires(perms.may_note)
def served(request: CityRequest, seat_id: UUID) -> HttpResponseBase:
    """They came."""
    found, form = _seat(request, seat_id), Ending(request.POST)
    if not form.is_valid():
        return show(request, found.village_day, ending_form=form)

    def act() -> str:
        said = form.cleaned_data
        outcome = Outcome(said["outcome"])
        actions.note_served(
            found, outcome=outcome, words=said["words"], by=request.actor, at=timezone.now()
        )
        return f"{found.resident.name}：{outcome.label}。"

    return press_on_day(request, found.village_day, act)


@require_POST
@requires(perms.may_note)
def absent(request: CityRequest, seat_id: UUID) -> HttpResponseBase:
    """They did not come."""
    found = _seat(request, seat_id)

    def act() -> str:
        actions.note_absent(found, by=request.actor, at=timezone.now())
        return f"{found.resident.name}没来，请打电话问一问，要不要上门。"

    return press_on_day(request, found.village_day, act)
