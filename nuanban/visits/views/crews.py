"""Crews of a day and their routes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.journal.actions import record
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.team import queries as team
from nuanban.visits import actions, perms, queries
from nuanban.visits.forms import NewCrew
from nuanban.visits.queries import Crew, Stop
from nuanban.visits.views.listing import day_of

COUNTED = "一二三四五六七八九十"


def _site(request: CityRequest) -> str:
    return request.user.site_id or ""


@require_safe
@requires(perms.may_plan)
def crews(request: CityRequest) -> HttpResponseBase:
    """Who goes out on a day."""
    return _show(request, _form(request))


def _form(request: CityRequest, *typed: object) -> NewCrew:
    day = day_of(request)
    taken = queries.members_out(day)
    free = [one for one in team.on_duty(day) if one.member.pk not in taken]
    people = [(str(one.member.pk), _named(one)) for one in free]
    cars = [(str(car.pk), car.name) for car in queries.free_vehicles(day)]
    return NewCrew(
        people,
        cars,
        [(str(kit.pk), f"{kit.get_kind_display()} {kit.code}") for kit in queries.free_kits(day)],
        *typed,
        initial={"name": _next_name({one.name for one in queries.crews_on(day, _site(request))})},
    )


def _next_name(taken: set[str]) -> str:
    """The first of 一组 to 十组 that is free."""
    return next((f"{number}组" for number in COUNTED if f"{number}组" not in taken), "")


def _named(one: team.OnDuty) -> str:
    skills = "、".join(sorted(skill.label for skill in one.skills)) or "没有登记技能"
    return f"{one.member.name}（{one.member.get_kind_display()}：{skills}）"


def _show(request: CityRequest, form: NewCrew) -> HttpResponseBase:
    day = day_of(request)
    found = queries.crews_on(day, _site(request))
    rows = [
        (crew, queries.members_of(crew), queries.taken_along(crew), queries.stops_of(crew))
        for crew in found
    ]
    seen = {
        "day": day,
        "today": city_day(timezone.now()),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "rows": rows,
        "form": form,
    }
    return render(request, "visits/crews.html", seen)


@require_POST
@requires(perms.may_plan)
def new_crew(request: CityRequest) -> HttpResponseBase:
    """People who go together."""
    form = _form(request, request.POST)
    if form.is_valid():
        try:
            return submit_once(request, lambda: _make(request, form))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _show(request, form)


def _make(request: CityRequest, form: NewCrew) -> str:
    said, day = form.cleaned_data, day_of(request)
    actions.form_crew(
        day=day,
        site=_site(request),
        name=said["name"],
        members=[UUID(key) for key in said["members"]],
        vehicle=UUID(said["vehicle"]) if said["vehicle"] else None,
        kits=[UUID(key) for key in said["kits"]],
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, "小组已排好，可以约上门了。")
    return f"{reverse('visits:crews')}?day={day}"


def _crew(request: CityRequest, crew_id: int) -> Crew:
    found = queries.crew_visible_to(request.user, crew_id)
    if found is None:
        raise Http404
    return found


@require_POST
@requires(perms.may_plan)
def stop_crew(request: CityRequest, crew_id: int) -> HttpResponseBase:
    """The car broke down, somebody fell ill."""
    crew = _crew(request, crew_id)

    def act() -> str:
        asked = actions.break_down(crew, by=request.actor, at=timezone.now())
        if asked is not None:
            messages.success(request, f"{crew.name}已停，正在看别的组能不能按原来的时间去。")
            return reverse("visits:plan", args=[asked.pk])
        messages.success(request, f"{crew.name}已停。没去成的都在“等安排”里，请打电话另约。")
        return f"{reverse('visits:board')}?day={crew.day}"

    return submit_once(request, act)


@require_safe
@requires(perms.may_see)
def route_sheet(request: CityRequest, crew_id: int) -> HttpResponseBase:
    """On paper, for where there is no signal. Who opens it is written down: addresses may leave
    the machine.
    """
    crew = _crew(request, crew_id)
    stops = [(stop, _for_paper(stop)) for stop in queries.stops_of(crew)]
    told = {"crew": crew.pk, "day": f"{crew.day}", "people": len(stops)}
    record(
        "visits.sheet_opened", by=request.actor, at=timezone.now(), site=crew.site_id, payload=told
    )
    seen = {"crew": crew, "members": queries.members_of(crew), "stops": stops}
    seen["kits"] = queries.kits_of(crew)
    return render(request, "visits/route_sheet.html", seen)


def _for_paper(stop: Stop) -> dict[str, Any]:
    """What must be known of a door without a phone."""
    visit = stop.visit
    if visit is None:
        return {}
    return {
        "address": queries.address_of(visit),
        "access": queries.access_of(visit),
        "phone": queries.contact_of(visit),
        "items": queries.item_names(visit),
    }
