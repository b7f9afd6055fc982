"""The kiosk: card or number in, ticket out, nothing left behind."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.enums import DeviceKind
from nuanban.accounts.perms import CityRequest, requires_device
from nuanban.catalogue import queries as catalogue
from nuanban.journal.actions import (
    Answer,
    Contradiction,
    Operation,
    OperationRunning,
    fingerprint_of,
    run_once,
)
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.lib.keys import new_key, read_key
from nuanban.offices import queries as offices
from nuanban.papers.typesetting import qr_svg
from nuanban.residents.enums import Need
from nuanban.ui.care import CareSettings, show_as, start_with
from nuanban.ui.safe import drawn
from nuanban.ui.sentences import sentence_of
from nuanban.zone import actions, queries
from nuanban.zone.enums import HelpKind, Via
from nuanban.zone.forms import AskHelp, CheckIn
from nuanban.zone.queries import Ticket
from nuanban.zone.wording import reason_word

MOST_SYNCED = 200
CARE_FIRST = CareSettings(on=True)
_WORKER = Path(__file__).resolve().parent.parent / "static" / "zone" / "kiosk-sw.js"


def _start(request: CityRequest, **extra: Any) -> dict[str, Any]:
    site = offices.site(request.actor.site)
    return {
        "site": site,
        "form": CheckIn(),
        "items": catalogue.zone_items(),
        "needs": Need.choices,
        "op": new_key(),
        "is_open": offices.is_open_at(request.actor.site, timezone.now()),
        "offline_slip": _offline_slip(site.name if site else ""),
        **extra,
    }


def _offline_slip(place: str) -> dict[str, str]:
    """The slip that the kiosk fills in by itself while the network is away."""
    return {
        "place": place,
        "number": "K0-000",
        "item": _("办什么事，到窗口说"),
        "area": _("大厅等候区"),
        "wait": _("网络恢复后自动补登"),
        "printed": "",
    }


@never_cache
@login_not_required
@requires_device(DeviceKind.KIOSK)
def kiosk(request: CityRequest) -> HttpResponseBase:
    """Start page, and after a card the greeting with the ticket."""
    start_with(request, CARE_FIRST)
    if request.method != "POST":
        return render(request, "zone/kiosk.html", _start(request))
    form = CheckIn(request.POST)
    if not form.is_valid():
        fault = _("没有读到有效的内容，请再刷一次，或按“没带证件”叫人帮忙。")
        return render(request, "zone/kiosk.html", _start(request, fault=fault), status=422)
    try:
        ticket, said = _check_in(request, form)
    except Refusal as refusal:
        context = _start(request, fault=sentence_of(refusal), form=form)
        return render(request, "zone/kiosk.html", context, status=refusal.status)
    return render(request, "zone/greeting.html", greeting_context(request, ticket, said))


def _check_in(request: CityRequest, form: CheckIn) -> tuple[Ticket, dict[str, Any]]:
    filled = form.cleaned_data
    key = read_key(request.POST.get("op", "")) or new_key()

    def deed() -> Answer:
        item = filled["item"] or None
        if item is not None and not catalogue.is_item(item):
            raise Unusable(sentence=gettext_noop("没有这个事项，请重新选择。"))
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
    operation = Operation(key, f"device:{request.actor.id}", fingerprint_of(sent))
    answer = run_once(operation, deed)
    body = answer.body
    assert isinstance(body, dict)
    ticket = queries.ticket_by_id(read_key(body["ticket"]) or new_key())
    assert ticket is not None
    if ticket.resident is not None and ticket.resident.care:
        # The machine shows itself as this person likes it, for this visit only.
        show_as(request, CareSettings.from_mapping(ticket.resident.care))
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
        "needs": set(ticket.needs),
        "why": reason_word(ticket.reasons[0]["code"]) if ticket.reasons else "",
        "slip": _slip(ticket, address),
    }


def _slip(ticket: Ticket, address: str) -> dict[str, Any]:
    """The words of the printed slip; nothing on it names the person in full."""
    printed = timezone.localtime(ticket.arrived_at)
    moment = {"month": printed.month, "day": printed.day, "time": f"{printed:%H:%M}"}
    waits = {"low": ticket.wait_low, "high": ticket.wait_high}
    return {
        "place": ticket.site.name,
        "number": ticket.label,
        "item": ticket.item.plain_name if ticket.item else _("办什么事，到窗口说"),
        "name": ticket.name_masked,
        "area": area_of(ticket),
        "wait": _("大约等 %(low)s–%(high)s 分钟") % waits,
        "qr_svg": drawn(qr_svg(address)),
        "printed": _("%(month)s 月 %(day)s 日 %(time)s") % moment,
    }


def area_of(ticket: Ticket) -> str:
    """Where to sit down: the area of windows that take this ticket."""
    windows = offices.windows_of(ticket.site_id).filter(is_open=True)
    if ticket.lane == "priority":
        zone = windows.filter(is_zone=True).first()
        if zone is not None:
            return zone.area
    ordinary_first = sorted(windows, key=lambda window: window.is_zone)
    fitting = next((w for w in ordinary_first if not w.skills or ticket.skill in w.skills), None)
    return fitting.area if fitting else "大厅等候区"


@require_POST
@login_not_required
@requires_device(DeviceKind.KIOSK)
def ask_help(request: CityRequest) -> HttpResponseBase:
    """No card, a wheelchair, sign language: a person comes."""
    start_with(request, CARE_FIRST)
    form = AskHelp(request.POST)
    kind = HelpKind(form.cleaned_data["kind"]) if form.is_valid() else HelpKind.GUIDE
    ticket_id = form.cleaned_data.get("ticket") if form.is_valid() else None
    place = request.device.name if request.device else "取号机"

    def deed() -> Answer:
        call = actions.call_help(
            site=request.actor.site,
            kind=kind,
            place=place,
            ticket=queries.ticket_by_id(ticket_id) if ticket_id else None,
            by=request.actor,
            at=timezone.now(),
        )
        return Answer(201, str(call.pk))

    # Who asks for a wheelchair and then for an interpreter on one page needs both.
    scope = f"device:{request.actor.id}:help:{kind}"
    key = read_key(request.POST.get("op", "")) or new_key()
    with suppress(OperationRunning):
        run_once(Operation(key, scope, fingerprint_of(str(ticket_id))), deed)
    return render(request, "zone/help_coming.html", {"kind": kind})


@never_cache
@require_safe
@login_not_required
@requires_device(DeviceKind.KIOSK)
def worker(request: CityRequest) -> HttpResponseBase:
    """The service worker, served inside /kiosk/ so that its scope is the kiosk alone."""
    return HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


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
            kept.append({"key": str(one.key), "number": _taken_in(one, request).label})
        except OperationRunning:
            continue  # neither kept nor refused: the kiosk asks again
        except Refusal as refusal:
            refused.append({"key": str(one.key), "why": sentence_of(refusal)})
    return JsonResponse({"kept": kept, "refused": refused})


def _taken_in(printed: actions.OfflineTicket, request: CityRequest) -> Ticket:
    """The ticket of a printed slip. Who already holds a number today keeps the slip, unnamed:
    a number that was handed out must be called."""
    by, at = request.actor, timezone.now()
    try:
        return actions.sync_offline(printed, by=by, at=at)
    except Contradiction:
        return actions.sync_offline(replace(printed, id_number=""), by=by, at=at)


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
        item=_known_item(row),
        tried=read_key(str(row.get("tried", ""))),
    )


def _known_item(row: dict[str, Any]) -> str | None:
    """What was chosen; a choice that is no longer offered does not cost anybody their number."""
    item = str(row.get("item") or "")
    return item if item and catalogue.is_item(item) else None


def _is_aware(moment: datetime | None) -> bool:
    return moment is not None and moment.tzinfo is not None
