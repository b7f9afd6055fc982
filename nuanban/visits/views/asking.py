"""Somebody calls: a visit is asked for."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from nuanban.accounts.enums import Role
from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.accounts.queries import User
from nuanban.catalogue import queries as catalogue
from nuanban.catalogue.enums import Channel
from nuanban.lib.errors import Refusal
from nuanban.offices import queries as offices
from nuanban.residents import queries as residents
from nuanban.residents.enums import Need
from nuanban.residents.queries import Resident
from nuanban.team.enums import KitKind, Skill
from nuanban.visits import actions, perms, queries
from nuanban.visits.enums import AskedVia, Ride, VisitKind
from nuanban.visits.forms import NewVisitForm
from nuanban.visits.pointing import around_the_form


@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_ask)
def new_visit(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """What for, where, whom to ask for; what is known already is filled in."""
    resident = residents.by_id(resident_id)
    if resident is None:
        raise Http404
    items = [(i.code, i.plain_name) for i in catalogue.items_for_choice() if _is_ours(i.code)]
    known = _known(resident, request.user)
    contact = residents.contacts_of([resident.pk])[resident.pk]
    form = NewVisitForm(
        items, _places(resident, request.user), contact, request.POST or None, initial=known
    )
    if request.method == "POST" and form.is_valid():
        try:
            return submit_once(request, lambda: _ask(request, resident, form))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    seen = {"form": form, "resident": resident, **around_the_form()}
    return render(request, "visits/new.html", seen)


def _is_ours(code: str) -> bool:
    return Channel.VISITS in catalogue.channels_of(code)


def _places(resident: Resident, user: User) -> list[tuple[str, str]]:
    """Where they live first, then every township."""
    own = offices.division(resident.resident_division_id or "")
    places = offices.places_to_serve()
    found = [(own.code, own.name), *places] if own else places
    return [place for place in found if queries.may_ask_for(user, place[0])]


def _known(resident: Resident, user: User) -> dict[str, Any]:
    via = AskedVia.PHONE if user.has_role(Role.HOTLINE_AGENT) else AskedVia.GUIDE
    return {
        "via": AskedVia.STATION if user.has_role(Role.STATION_HELPER) else via,
        "contact_name": resident.name,
        "needs": resident.needs,
        "people": 0,
        "minutes": 0,
    }


def _ask(request: CityRequest, resident: Resident, form: NewVisitForm) -> str:
    said = form.cleaned_data
    hall = request.user.site or offices.main_hall()
    if hall is None:
        raise Http404
    latitude, longitude = said["latitude"], said["longitude"]
    if latitude is None or longitude is None:
        latitude, longitude = offices.point_of(said["division"])
    new = actions.NewVisit(
        resident=resident,
        kind=VisitKind(said["kind"]),
        via=AskedVia(said["via"]),
        items=said["items"],
        site=_planning_site(hall.code),
        division=said["division"],
        latitude=latitude,
        longitude=longitude,
        address=said["address"],
        access_notes=said["access_notes"],
        contact_name=said["contact_name"],
        contact_phone=said["contact_phone"],
        needs=[Need(need) for need in said["needs"]],
        skills=[Skill(skill) for skill in said["skills"]],
        devices=[KitKind(device) for device in said["devices"]],
        ride=Ride(said["ride"]),
        people=said["people"],
        minutes=said["minutes"],
        hospital=said["hospital"],
        ward=said["ward"],
        deadline_at=said["deadline"],
        why=said["why"],
    )
    visit = actions.ask(new, by=request.actor, at=timezone.now())
    messages.success(request, "已记下。请选一个时段，读给对方听。")
    return reverse("visits:visit", args=[visit.pk])


def _planning_site(own: str) -> str:
    """Stations ask; the main hall plans."""
    hall = offices.main_hall()
    return hall.code if hall else own
