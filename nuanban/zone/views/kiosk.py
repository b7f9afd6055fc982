"""The kiosk: card or number in, ticket out, nothing left behind."""

import json
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nuanban.accounts.enums import DeviceKind
from nuanban.accounts.perms import CityRequest, requires_device
from nuanban.catalogue import queries as catalogue
from nuanban.journal.actions import Answer, fingerprint_of, run_once
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.lib.keys import new_key, read_key
from nuanban.offices import queries as offices
from nuanban.papers.typesetting import qr_svg
from nuanban.residents.enums import Need
from nuanban.ui.safe import drawn
from nuanban.zone import actions, queries
from nuanban.zone.enums import HelpKind, Via
from nuanban.zone.forms import AskHelp, CheckIn
from nuanban.zone.queries import Ticket

MOST_SYNCED = 200


def _start(request: CityRequest, **extra: Any) -> dict[str, Any]:
    site = offices.site(request.actor.site)
    return {
        "site": site,
        "form": CheckIn(),
        "items": catalogue.zone_items(),
        "needs": Need.choices,
        "op": new_key(),
        "is_open": offices.is_open_at(request.actor.site, timezone.now()),
        **extra,
    }


@never_cache
@login_not_required
@requires_device(DeviceKind.KIOSK)
def kiosk(request: CityRequest) -> HttpResponseBase:
    """Start page, and after a card the greeting with the ticket."""
    if request.method != "POST":
        return render(request, "zone/kiosk.html", _start(request))
    form = CheckIn(request.POST)
    if not form.is_valid():
        fault = "没有读到有效的内容，请再刷一次，或按“没带证件”叫人帮忙。"
        return render(request, "zone/kiosk.html", _start(request, fault=fault), status=422)
    try:
        ticket, said = _check_in(request, form)
    except Refusal as refusal:
        context = _start(request, fault=str(refusal), form=form)
        return render(request, "zone/kiosk.html", context, status=refusal.status)
    return render(request, "zone/greeting.html", greeting_context(request, ticket, said))


def _check_in(request: CityRequest, form: CheckIn) -> tuple[Ticket, dict[str, Any]]:
    filled = form.cleaned_data
    key = read_key(request.POST.get("op", "")) or new_key()

    def deed() -> Answer:
        item = filled["item"] or None
        if item is not None and not catalogue.is_item(item):
            raise Unusable(sentence="没有这个事项，请重新选择。")
        done = actions.check_in(
            actions.Arrival(
                site=request.actor.site,
                via=Via(filled["via"] or "typed"),
                id_number=filled["id_number"],
                name=filled["name"],
                item=item,
                needs=filled["needs"],
            ),
            by=request.actor,
            at=timezone.now(),
        )
        said = {"said": done.said, "greeting": done.greeting, "ahead": done.ahead}
        return Answer(201, {"ticket": str(done.ticket.pk), **said})

    sent = json.dumps([filled["id_number"], filled["name"], filled["item"], filled["needs"]])
    scope = f"device:{request.actor.id}"
    answer = run_once(key, scope=scope, fingerprint=fingerprint_of(sent), deed=deed)
    body = answer.body
    assert isinstance(body, dict)
    ticket = queries.ticket_by_id(read_key(body["ticket"]) or new_key())
    assert ticket is not None
    return ticket, body


def greeting_context(request: CityRequest, ticket: Ticket, said: dict[str, Any]) -> dict[str, Any]:
    """What the greeting and the printed slip show."""
    address = request.build_absolute_uri(f"/t/{ticket.code}/")
    return {
        "ticket": ticket,
        "site": ticket.site,
        "said": said["said"],
        "greeting": said["greeting"],
        "ahead": said["ahead"],
        "area": area_of(ticket),
        "qr": drawn(qr_svg(address)),
        "op": new_key(),
    }


def area_of(ticket: Ticket) -> str:
    """Where to sit down: the area of windows that take this ticket."""
    windows = offices.windows_of(ticket.site_id).filter(is_open=True)
    if ticket.lane == "priority":
        zone = windows.filter(is_zone=True).first()
        if zone is not None:
            return zone.area
    fitting = next((w for w in windows if not w.skills or ticket.skill in w.skills), None)
    return fitting.area if fitting else "大厅等候区"


@require_POST
@login_not_required
@requires_device(DeviceKind.KIOSK)
def ask_help(request: CityRequest) -> HttpResponseBase:
    """No card, a wheelchair, sign language: a person comes."""
    form = AskHelp(request.POST)
    kind = HelpKind(form.cleaned_data["kind"]) if form.is_valid() else HelpKind.GUIDE
    ticket_id = form.cleaned_data.get("ticket") if form.is_valid() else None
    place = request.device.name if request.device else "取号机"
    actions.call_help(
        site=request.actor.site,
        kind=kind,
        place=place,
        ticket=queries.ticket_by_id(ticket_id) if ticket_id else None,
        by=request.actor,
        at=timezone.now(),
    )
    return render(request, "zone/help_coming.html", {"kind": kind, "site": request.actor.site})


@never_cache
@require_POST
@login_not_required
@requires_device(DeviceKind.KIOSK)
def lease(request: CityRequest) -> HttpResponseBase:
    """The number prefix of this kiosk and its last number, for hours without network."""
    at = timezone.now()
    held = actions.lease_prefix(site=request.actor.site, by=request.actor, at=at)
    last = actions.last_used(held, city_day(at))
    body = {"prefix": held.prefix, "last": last, "day": city_day(at).isoformat()}
    return JsonResponse(body)


@never_cache
@require_POST
@login_not_required
@requires_device(DeviceKind.KIOSK)
def sync(request: CityRequest) -> HttpResponseBase:
    """Takes in tickets that were printed without network; answers which ones are safe now."""
    try:
        rows = json.loads(request.body)
        printed = [_printed(row) for row in rows[:MOST_SYNCED]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    kept, refused = [], []
    for one in printed:
        try:
            ticket = actions.sync_offline(one, by=request.actor, at=timezone.now())
            kept.append({"key": str(one.key), "number": ticket.label})
        except Refusal as refusal:
            refused.append({"key": str(one.key), "why": str(refusal)})
    return JsonResponse({"kept": kept, "refused": refused})


def _printed(row: dict[str, Any]) -> actions.OfflineTicket:
    key = read_key(row["key"])
    taken_at, sent_at = parse_datetime(row["taken_at"]), parse_datetime(row["sent_at"])
    if key is None or not _is_aware(taken_at) or not _is_aware(sent_at):
        raise ValueError
    assert taken_at is not None
    assert sent_at is not None
    return actions.OfflineTicket(
        key=key,
        number=int(row["number"]),
        taken_at=taken_at,
        sent_at=sent_at,
        id_number=str(row.get("id_number", ""))[:64],
        needs=tuple(n for n in row.get("needs", []) if n in Need.values),
    )


def _is_aware(moment: datetime | None) -> bool:
    return moment is not None and moment.tzinfo is not None
