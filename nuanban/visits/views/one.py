"""One visit: slots, promise, door, result."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import press_on
from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.team.enums import KitKind, Skill
from nuanban.visits import actions, perms, queries, urgent_clock
from nuanban.visits.enums import Outcome, PartOfDay, VisitKind, VisitState
from nuanban.visits.forms import ChosenCrew, Ending, Nobody, WaitFor, Why
from nuanban.visits.no_slots import why_none
from nuanban.visits.queries import Visit
from nuanban.visits.states import MOVES, TO_BOOK
from nuanban.visits.views.choosing import chosen_slot

AHEAD, OFFERED = timedelta(days=7), 9


def find_visit(request: CityRequest, visit_id: UUID) -> Visit:
    """The visit, or 404 for strangers."""
    found = queries.visits_visible_to(request.user).filter(pk=visit_id).first()
    if found is None:
        raise Http404
    return found


@require_safe
@requires(perms.may_see)
def visit(request: CityRequest, visit_id: UUID) -> HttpResponseBase:
    """Everything about one visit."""
    return _show(request, find_visit(request, visit_id))


def _show(request: CityRequest, visit: Visit, **forms_shown: forms.Form) -> HttpResponseBase:
    seen: dict[str, Any] = {
        "visit": visit,
        "now": timezone.now(),
        "moves": MOVES.possible(visit.state),
        "may_book": perms.may_ask(request.user),
        "may_go": perms.may_go_out(request.user),
        "may_settle": perms.may_plan(request.user),
        "why_form": Why(),
        "ending_form": Ending(),
        "nobody_form": Nobody(),
        "wait_form": WaitFor(),
        **_told(visit),
        **_ways_to_book(request, visit),
        **_from_the_door(visit),
        **forms_shown,
    }
    return render(request, "visits/visit.html", seen)


def _told(visit: Visit) -> dict[str, Any]:
    """What was asked for, and who comes."""
    return {
        "items": queries.item_names(visit),
        "skills": [Skill(skill).label for skill in visit.skills],
        "devices": [KitKind(device).label for device in visit.devices],
        "address": queries.address_of(visit),
        "access": queries.access_of(visit),
        "contact": queries.contact_of(visit),
        "members": queries.members_of(visit.crew) if visit.crew else [],
    }


def _ways_to_book(request: CityRequest, visit: Visit) -> dict[str, Any]:
    """Slots, or somebody at once, or the waiting list."""
    may_choose, sending = _may_choose(request, visit), _sending(visit)
    slots, no_slots = _slots(visit, request.GET.get("from", "")) if may_choose else ([], "")
    return {
        "slots": slots,
        "no_slots": no_slots,
        "next_from": city_day(timezone.now()) + AHEAD,
        "waiting": queries.waiting_of(visit),
        "sending": sending,
        "waits": [(one, queries.contact_of(one.visit)) for one in sending.waits] if sending else [],
    }


def _from_the_door(visit: Visit) -> dict[str, Any]:
    """What came of it."""
    return {
        "took": urgent_clock.took(visit),
        "conflicts": [_both(one) for one in queries.conflicts_of(visit)],
        "signatures": queries.signatures_of(visit),
        "photos": queries.photos_of(visit).count(),
        "skewed": queries.deeds_of(visit).filter(clock_skewed=True).exists(),
    }


def _may_choose(request: CityRequest, visit: Visit) -> bool:
    """Slots are looked for where none is promised, or when another is asked for."""
    return visit.state in TO_BOOK or (
        "rebook" in MOVES.possible(visit.state) and "from" in request.GET
    )


def _sending(visit: Visit) -> queries.Sending | None:
    if visit.kind != VisitKind.URGENT or visit.state not in TO_BOOK:
        return None
    at = timezone.now()
    return queries.sending(visit, queries.crews_out(visit.site_id, at), at)


def _both(conflict: queries.VisitConflict) -> dict[str, Any]:
    """Both versions, in words."""
    stood = conflict.standing
    outcome = stood["outcome"]
    return {
        "conflict": conflict,
        "deed": conflict.deed,
        "state": VisitState(stood["state"]).label,
        "outcome": Outcome(outcome).label if outcome else "",
        "words": stood["words"],
    }


def _slots(visit: Visit, typed: str) -> tuple[list[queries.Slot], str]:
    """What can be offered; otherwise why nothing can."""
    at = timezone.now()
    try:
        begin = date.fromisoformat(typed)
    except ValueError:
        begin = city_day(at)
    begin = max(begin, city_day(at))
    last = begin + AHEAD
    found = queries.offers(visit, from_day=begin, to_day=last, at=at, most=OFFERED)
    return found, "" if found else why_none(visit, from_day=begin, to_day=last, at=at)


def _press(
    request: CityRequest, visit: Visit, act: Callable[[], str], then: str = ""
) -> HttpResponseBase:
    return press_on(request, act, reverse("visits:visit", args=[visit.pk]), then)


@require_POST
@requires(perms.may_ask)
def hold(request: CityRequest, visit_id: UUID) -> HttpResponseBase:
    """Keeps a slot while it is read out."""
    found = find_visit(request, visit_id)

    def act() -> str:
        slot = chosen_slot(request)
        actions.hold(found, slot, by=request.actor, at=timezone.now())
        return "时段已留十分钟，对方同意就按“约定”。"

    return _press(request, found, act)


@require_POST
@requires(perms.may_ask)
def rebook(request: CityRequest, visit_id: UUID) -> HttpResponseBase:
    """Another time instead of the promised one."""
    found = find_visit(request, visit_id)

    def act() -> str:
        slot = chosen_slot(request)
        actions.rebook(found, slot, by=request.actor, at=timezone.now())
        return "已改好，也告诉对方了。原来的时间让给候补的人。"

    return _press(request, found, act)


@require_POST
@requires(perms.may_ask)
def wait(request: CityRequest, visit_id: UUID) -> HttpResponseBase:
    """On the waiting list."""
    found, form = find_visit(request, visit_id), WaitFor(request.POST)
    if not form.is_valid():
        return _show(request, found, wait_form=form)
    said = form.cleaned_data

    def act() -> str:
        part, at = PartOfDay(said["part"]), timezone.now()
        actions.wait(found, until=said["until"], part=part, by=request.actor, at=at)
        return "已排候补。有人让出时间，会自动打电话或发短信。"

    return _press(request, found, act)


@require_POST
@requires(perms.may_ask)
def send(request: CityRequest, visit_id: UUID) -> HttpResponseBase:
    """Somebody goes at once."""
    found, form = find_visit(request, visit_id), ChosenCrew(request.POST)

    def act() -> str:
        if not form.is_valid():
            raise actions.SlotUnknown
        crew = form.cleaned_data["crew"]
        sent = actions.send_now(found, crew_id=crew, by=request.actor, at=timezone.now())
        return f"已派{sent.crew.name if sent.crew else ''}，请按页面上的名单告诉要等一会儿的人。"

    return _press(request, found, act)


@require_POST
@requires(perms.may_ask)
def confirm(request: CityRequest, visit_id: UUID) -> HttpResponseBase:
    """They agree."""
    found = find_visit(request, visit_id)

    def act() -> str:
        actions.confirm(found, by=request.actor, at=timezone.now())
        return f"已约好，查询码 {found.code}。"

    return _press(request, found, act)


@require_POST
@requires(perms.may_ask)
def cancel(request: CityRequest, visit_id: UUID) -> HttpResponseBase:
    """They need it no longer."""
    found, form = find_visit(request, visit_id), Why(request.POST)
    if not form.is_valid():
        return _show(request, found, why_form=form)

    def act() -> str:
        words = form.cleaned_data["words"]
        actions.cancel(found, why=words, by=request.actor, at=timezone.now())
        return "已取消，时间已让出来。"

    return _press(request, found, act)


@require_POST
@requires(perms.may_go_out)
def set_out(request: CityRequest, visit_id: UUID) -> HttpResponseBase:
    """On the way."""
    found = find_visit(request, visit_id)

    def act() -> str:
        actions.set_out(found, by=request.actor, at=timezone.now())
        return "已告诉对方您在路上。"

    return _press(request, found, act)


@require_POST
@requires(perms.may_go_out)
def arrive(request: CityRequest, visit_id: UUID) -> HttpResponseBase:
    """At the door."""
    found = find_visit(request, visit_id)

    def act() -> str:
        actions.arrive(found, by=request.actor, at=timezone.now())
        return "已记下到达时间。"

    return _press(request, found, act)


@require_POST
@requires(perms.may_go_out)
def nobody(request: CityRequest, visit_id: UUID) -> HttpResponseBase:
    """Nobody home."""
    found, form = find_visit(request, visit_id), Nobody(request.POST)
    if not form.is_valid():
        return _show(request, found, nobody_form=form)

    def act() -> str:
        words = form.cleaned_data["words"]
        actions.find_nobody(found, words=words, by=request.actor, at=timezone.now())
        return "已记下，要再约一次。"

    # It is nobody's now: whoever only goes out does not see it any more.
    then = "" if perms.may_ask(request.user) else reverse("visits:list")
    return _press(request, found, act, then)


@require_POST
@requires(perms.may_go_out)
def finish(request: CityRequest, visit_id: UUID) -> HttpResponseBase:
    """What came of it."""
    found, form = find_visit(request, visit_id), Ending(request.POST)
    if not form.is_valid():
        return _show(request, found, ending_form=form)
    said = form.cleaned_data
    try:
        outcome = Outcome(said["outcome"])
        actions.check_words(outcome, said["words"])
    except Refusal as refusal:
        form.add_error("words", str(refusal))
        return _show(request, found, ending_form=form)

    def act() -> str:
        actions.finish(
            found, outcome=outcome, words=said["words"], by=request.actor, at=timezone.now()
        )
        return "已办完，计入上门办。"

    return _press(request, found, act)
