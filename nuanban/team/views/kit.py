"""Cars and devices."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.team import actions, perms, queries
from nuanban.team.enums import KitKind
from nuanban.team.forms import KitForm, VehicleForm


@require_safe
@requires(perms.may_see_team)
def kit(request: CityRequest) -> HttpResponseBase:
    """What is taken along."""
    return _show(request)


def _show(request: CityRequest, **forms_shown: forms.Form) -> HttpResponseBase:
    shown = {"vehicle_form": VehicleForm(initial={"seats": 5}), "kit_form": KitForm()}
    return render(
        request,
        "team/kit.html",
        {
            **shown,
            **forms_shown,
            "vehicles": queries.vehicles(),
            "kits": queries.kits(),
            "may_change": perms.may_change_team(request.user),
        },
    )


@require_POST
@requires(perms.may_change_team)
def vehicle(request: CityRequest) -> HttpResponseBase:
    """A car, new or changed."""
    form = VehicleForm(request.POST)
    if not form.is_valid():
        return _show(request, vehicle_form=form)

    def act() -> str:
        actions.set_vehicle(**form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, "车辆已记下。")
        return reverse("team:kit")

    return submit_once(request, act)


@require_POST
@requires(perms.may_change_team)
def device(request: CityRequest) -> HttpResponseBase:
    """A device, new or changed."""
    form = KitForm(request.POST)
    if not form.is_valid():
        return _show(request, kit_form=form)

    def act() -> str:
        said = form.cleaned_data
        actions.set_kit(
            code=said["code"],
            kind=KitKind(said["kind"]),
            is_in_use=said["is_in_use"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, "设备已记下。")
        return reverse("team:kit")

    return submit_once(request, act)
