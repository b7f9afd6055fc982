"""The window: next, recall, miss, hold, forward, finish, undo; from ticket to case in one click."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import press
from nuanban.accounts.perms import CityRequest, requires
from nuanban.cases import actions as case_actions
from nuanban.cases import queries as cases
from nuanban.cases.enums import Channel
from nuanban.catalogue import queries as catalogue
from nuanban.journal import queries as journal
from nuanban.lib.days import age_on, city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.lib.keys import new_key, read_key
from nuanban.offices import queries as offices
from nuanban.offices.queries import Window
from nuanban.residents import queries as residents
from nuanban.zone import actions, perms, queries
from nuanban.zone.forms import Forward
from nuanban.zone.queries import Ticket
from nuanban.zone.states import MOVES

WINDOW = "window"
RECENT = timedelta(hours=8)


@never_cache
@require_safe
@requires(perms.may_work_window)
def windows(request: CityRequest) -> HttpResponseBase:
    """Which window one sits at today; the browser keeps it for the session."""
    kept = request.session.get(WINDOW)
    if kept and "choose" not in request.GET:
        return redirect("zone:window", kept)
    found = offices.windows_of(request.user.site_id or "")
    return render(request, "zone/windows.html", {"windows": found})


def _window(request: CityRequest, code: str) -> Window:
    found = offices.window(request.user.site_id or "", code)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
@requires(perms.may_work_window)
def window(request: CityRequest, code: str) -> HttpResponseBase:
    """Who sits here, who waits, what can be done with one key."""
    here = _window(request, code)
    request.session[WINDOW] = code
    return render(request, "zone/window.html", _context(request, here))


def _context(request: CityRequest, here: Window) -> dict[str, Any]:
    at = timezone.now()
    day = city_day(at)
    ticket = queries.at_window(here.pk)
    resident = ticket.resident if ticket else None
    waiting = queries.open_tickets(here.site_id, day)
    return {
        "window": here,
        "ticket": ticket,
        "moves": MOVES.possible(ticket.state) if ticket else [],
        "undoable": _undoable(request, here, ticket),
        "resident": resident,
        "age": age_on(resident.birth_on, day) if resident and resident.birth_on else None,
        "memberships": residents.memberships_of(resident, day) if resident else [],
        "relatives": residents.relatives_of(resident) if resident else [],
        "identities": residents.identities_of(resident) if resident else [],
        "cases": cases.cases_of_origin(ticket.pk) if ticket else [],
        "waiting": [t for t in waiting if t.state == "waiting"],
        "held": [t for t in waiting if t.state == "held"],
        "missed": [t for t in waiting if t.state == "missed"],
        "windows": offices.windows_of(here.site_id).exclude(pk=here.pk),
        "items": catalogue.items_for_choice(),
        "forward_form": Forward(),
        "served": queries.served_today(request.user, day),
        "history": journal.entries_on(ticket.pk) if ticket else [],
        "op": new_key(),
        "at": at,
    }


def _undoable(request: CityRequest, here: Window, ticket: Ticket | None) -> Ticket | None:
    """The ticket whose last move by this person is less than a minute old."""
    now = timezone.now()
    mine = [ticket] if ticket else []
    recent = queries.tickets_at(here.site_id, city_day(now)).filter(
        last_move__by=str(request.user.pk)
    )
    for one in [*mine, *recent.order_by("-last_move__at")[:1]]:
        trace = one.last_move
        if trace and now - datetime.fromisoformat(trace["at"]) < timedelta(seconds=60):
            return one
    return None


Deed = Callable[[Ticket, CityRequest, Window], object]


def _forward(ticket: Ticket, request: CityRequest, here: Window) -> object:
    form = Forward(request.POST)
    if not form.is_valid():
        raise Unusable(sentence="交接说明太长，请改短一些。")
    filled = form.cleaned_data
    to = offices.window(here.site_id, filled["window"]) if filled["window"] else None
    item = filled["item"] or None
    if to is None and item is None:
        raise Unusable(sentence="请选择转到哪个窗口，或转办哪个事项。")
    skill = catalogue.department_code(item) if item else ticket.skill
    return actions.forward(
        ticket,
        to=to,
        item=item,
        skill=skill,
        note=filled["note"],
        by=request.actor,
        at=timezone.now(),
    )


def _simple(action: Callable[..., object]) -> Deed:
    return lambda ticket, request, _here: action(ticket, by=request.actor, at=timezone.now())


def _with_window(action: Callable[..., object]) -> Deed:
    return lambda ticket, request, here: action(ticket, here, by=request.actor, at=timezone.now())


DEEDS: dict[str, Deed] = {
    "recall": _simple(actions.recall),
    "start": _simple(actions.start),
    "miss": _simple(actions.miss),
    "return": _simple(actions.give_back),
    "hold": _simple(actions.hold),
    "finish": _simple(actions.finish),
    "cancel": _simple(actions.cancel),
    "undo": _simple(actions.undo),
    "resume": _with_window(actions.resume),
    "call": _with_window(actions.call_this),
    "forward": _forward,
}


@require_POST
@requires(perms.may_work_window)
def move(request: CityRequest, code: str, name: str) -> HttpResponseBase:
    """One move, by button or key; refusals come back as a sentence on the same page."""
    here = _window(request, code)
    page = reverse("zone:window", args=[code])

    def act() -> str:
        if name == "next":
            if actions.call_next(here, by=request.actor, at=timezone.now()) is None:
                messages.info(request, "现在没有人等候。")
            return page
        ticket = queries.ticket_by_id(read_key(request.POST.get("ticket", "")) or new_key())
        if name not in DEEDS or ticket is None or ticket.site_id != here.site_id:
            raise Http404
        DEEDS[name](ticket, request, here)
        return page

    return press(request, act, page)


def _ticket(request: CityRequest, ticket_id: UUID) -> Ticket:
    ticket = queries.tickets_visible_to(request.user).filter(pk=ticket_id).first()
    if ticket is None:
        raise Http404
    return ticket


@require_POST
@requires(perms.may_work_window)
def open_case(request: CityRequest, ticket_id: UUID) -> HttpResponseBase:
    """From ticket to case in one click; an unknown person is entered first, in two fields."""
    ticket = _ticket(request, ticket_id)
    item = request.POST.get("item") or ticket.item_id
    if ticket.resident is None:
        return redirect(_to_register(ticket, item))
    if not item:
        messages.error(request, "请先选择要办的事项。")
        return redirect("zone:windows")
    return _open_case(request, ticket, item)


def _open_case(request: CityRequest, ticket: Ticket, item: str) -> HttpResponseBase:
    resident = ticket.resident

    def act() -> str:
        if resident is None:
            raise Http404
        case = case_actions.open_case(
            item=item,
            resident=resident,
            channel=Channel.ZONE if ticket.lane == "priority" else Channel.ORDINARY,
            site=ticket.site_id,
            origin_id=ticket.pk,
            by=request.actor,
            at=timezone.now(),
        )
        return reverse("cases:case", args=[case.pk])

    return press(request, act, reverse("zone:windows"))


def _to_register(ticket: Ticket, item: str | None) -> str:
    said = actions.said_at_door(ticket)
    back = f"{reverse('zone:attach', args=[ticket.pk])}?{urlencode({'item': item or ''})}"
    query = {"next": back, "name": said.name, "ticket": str(ticket.pk)}
    return f"{reverse('residents:register')}?{urlencode(query)}"


@never_cache
@requires(perms.may_work_window)
def attach(request: CityRequest, ticket_id: UUID) -> HttpResponseBase:
    """Joins a ticket with a person who was found or just entered."""
    ticket = _ticket(request, ticket_id)
    resident = residents.by_id(read_key(request.GET.get("resident", "")) or new_key())
    if resident is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.attach_resident(ticket, resident, by=request.actor, at=timezone.now())
            item = request.GET.get("item") or ticket.item_id
            return _open_case(request, ticket, item) if item else redirect("zone:windows")
        except Refusal as refusal:
            messages.error(request, str(refusal))
    context = {"ticket": ticket, "resident": resident, "item": request.GET.get("item", "")}
    return render(request, "zone/attach.html", context)
