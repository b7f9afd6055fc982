"""The dispatcher's board: the day at a glance, and stops that are put elsewhere."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import press, submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.visits import actions, perms, queries, urgent_clock
from nuanban.visits.board import Board, board_of, places_for
from nuanban.visits.board_map import map_of
from nuanban.visits.enums import VisitState
from nuanban.visits.forms import Placing
from nuanban.visits.models import DayPlan
from nuanban.visits.moving import Moving, moving
from nuanban.visits.proposals import latest_plan, open_plan
from nuanban.visits.queries import Visit
from nuanban.visits.standing import crews_of_day
from nuanban.visits.views.listing import day_of


def _site(request: CityRequest) -> str:
    return request.user.site_id or ""


def _found(request: CityRequest, key: UUID) -> Visit:
    found = queries.visits_visible_to(request.user).filter(pk=key, site=_site(request)).first()
    if found is None:
        raise Http404
    return found


@require_safe
@requires(perms.may_plan)
def board(request: CityRequest) -> HttpResponseBase:
    """Routes, times and who waits; with `visit`, where that one could go."""
    try:
        chosen = _found(request, UUID(request.GET.get("visit", "")))
    except (ValueError, Http404):
        chosen = None
    return _show(request, chosen)


def _show(
    request: CityRequest, chosen: Visit | None, effect: Moving | None = None
) -> HttpResponseBase:
    at, day = timezone.now(), day_of(request)
    shown = board_of(day, _site(request), at)
    seen: dict[str, Any] = {
        "board": shown,
        "clocks": urgent_clock.running(queries.visits_visible_to(request.user), at),
        "day": day,
        "today": city_day(at),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "map": map_of(shown),
        "chosen": chosen,
        "effect": effect,
        "open_plan": open_plan(day, shown.site),
        "reasons": (latest_plan(day, shown.site) or DayPlan()).left_over,
        "goal": request.GET.get("place", ""),
        **_places(shown, chosen),
    }
    return render(request, "visits/board.html", seen)


def _places(shown: Board, chosen: Visit | None) -> dict[str, Any]:
    if chosen is None:
        return {}
    movable = chosen.state == VisitState.PROMISED and chosen.day == shown.day
    return {"movable": movable, "places": places_for(shown, chosen) if movable else []}


@require_safe
@requires(perms.may_plan)
def board_try(request: CityRequest) -> HttpResponseBase:
    """What a move would mean. The part alone for the board's own script."""
    form = Placing(request.GET)
    if not form.is_valid():
        return _choose_again(request)
    visit, goal = _found(request, form.cleaned_data["visit"]), form.cleaned_data["goal"]
    day = visit.day or day_of(request)
    effect = moving(visit, goal, crews_of_day(day, _site(request)), timezone.now())
    if request.headers.get("HX-Request"):
        shown = board_of(day, _site(request), timezone.now())
        seen = {"effect": effect, "goal": goal.key, "board": shown, "day": day}
        return render(request, "visits/parts/effect.html", seen)
    return _show(request, visit, effect)


def _choose_again(request: CityRequest) -> HttpResponseBase:
    messages.error(request, "请先选一家，再选放到哪里。")
    return redirect(f"{reverse('visits:board')}?day={day_of(request)}")


@require_POST
@requires(perms.may_plan)
def board_move(request: CityRequest) -> HttpResponseBase:
    """Saves what was shown."""
    form = Placing(request.POST)
    if not form.is_valid() or form.cleaned_data["stand"] is None:
        return _choose_again(request)
    said = form.cleaned_data
    visit, goal = _found(request, said["visit"]), said["goal"]
    day = visit.day or day_of(request)

    def act() -> str:
        by, at = request.actor, timezone.now()
        actions.move_stop(visit, goal, stand=said["stand"], by=by, at=at)
        words = f"{visit.resident.name}已挪好，约定的时段没有变，不用打电话。"
        messages.success(request, words)
        return f"{reverse('visits:board')}?day={day}"

    try:
        return submit_once(request, act)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        query = f"day={day}&visit={visit.pk}&place={goal.key}"
        return redirect(f"{reverse('visits:board_try')}?{query}#move")


@require_POST
@requires(perms.may_plan)
def board_undo(request: CityRequest) -> HttpResponseBase:
    """Takes the last move back."""
    day = day_of(request)
    address = f"{reverse('visits:board')}?day={day}"

    def act() -> str:
        by, at = request.actor, timezone.now()
        made = actions.undo_move(day=day, site=_site(request), by=by, at=at)
        visit = Visit.objects.select_related("resident", "crew").get(pk=made.visit_id)
        crew = visit.crew.name if visit.crew else ""
        messages.success(request, f"已撤销：{visit.resident.name}回到{crew}。")
        return address

    return press(request, act, address)
