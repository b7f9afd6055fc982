"""Proposals for a day: asked for, looked at, accepted or not."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import press
from nuanban.accounts.perms import CityRequest, requires
from nuanban.visits import actions, perms
from nuanban.visits.enums import PlanState
from nuanban.visits.models import DayPlan
from nuanban.visits.proposals import shown
from nuanban.visits.views.listing import day_of


def _found(request: CityRequest, key: UUID) -> DayPlan:
    found = DayPlan.objects.filter(pk=key, site=request.user.site_id or "")
    plan = found.select_related("gone").first()
    if plan is None:
        raise Http404
    return plan


@require_POST
@requires(perms.may_plan)
def plan_ask(request: CityRequest) -> HttpResponseBase:
    """Please plan this day."""
    day, site = day_of(request), request.user.site_id or ""

    def act() -> str:
        asked = actions.ask_plan(day=day, site=site, by=request.actor, at=timezone.now())
        return reverse("visits:plan", args=[asked.pk])

    return press(request, act, f"{reverse('visits:board')}?day={day}")


@require_safe
@requires(perms.may_plan)
def plan(request: CityRequest, plan_id: UUID) -> HttpResponseBase:
    """What is proposed."""
    return render(request, "visits/plan.html", {"shown": shown(_found(request, plan_id))})


@require_safe
@requires(perms.may_plan)
def plan_progress(request: CityRequest, plan_id: UUID) -> HttpResponseBase:
    """Still thinking; the whole page again once it is done."""
    found = _found(request, plan_id)
    if found.state != PlanState.ASKED:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "visits/parts/plan_progress.html", {"plan": found})


@require_POST
@requires(perms.may_plan)
def plan_accept(request: CityRequest, plan_id: UUID) -> HttpResponseBase:
    """Like this. A day that has changed is planned anew at once."""
    found = _found(request, plan_id)

    def act() -> str:
        by, at = request.actor, timezone.now()
        try:
            actions.accept_plan(found, by=by, at=at)
        except actions.PlanOutdated as refusal:
            messages.warning(request, str(refusal))
            again = actions.ask_plan(
                day=found.day,
                site=found.site_id,
                by=by,
                at=at,
                gone=found.gone,
                promises=found.promises,
            )
            return reverse("visits:plan", args=[again.pk])
        messages.success(request, "已采用，新约上的人会按各自的方式收到通知。")
        return f"{reverse('visits:board')}?day={found.day}"

    return _press(request, found, act)


@require_POST
@requires(perms.may_plan)
def plan_drop(request: CityRequest, plan_id: UUID) -> HttpResponseBase:
    """Not like this."""
    found = _found(request, plan_id)

    def act() -> str:
        actions.drop_plan(found, by=request.actor, at=timezone.now())
        messages.success(request, "没有采用，这一天还是原来的安排。")
        return f"{reverse('visits:board')}?day={found.day}"

    return _press(request, found, act)


def _press(request: CityRequest, plan: DayPlan, act: Callable[[], str]) -> HttpResponseBase:
    return press(request, act, reverse("visits:plan", args=[plan.pk]))
