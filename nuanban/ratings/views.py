"""The ticket's own page with its rating, the rating device of a window, call-backs."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.enums import DeviceKind
from nuanban.accounts.once import press, submit_once
from nuanban.accounts.perms import CityRequest, requires, requires_device
from nuanban.cases import queries as cases
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import new_key
from nuanban.offices import queries as offices
from nuanban.ratings import actions, perms, queries
from nuanban.ratings.enums import Grade, RatedVia
from nuanban.ratings.forms import Found, Mended, Rate, Spoken
from nuanban.ui.sentences import sentence_of
from nuanban.zone import queries as zone
from nuanban.zone.actions import people_ahead
from nuanban.zone.queries import Ticket

RATE_WITHIN = timedelta(days=7)
DEVICE_WITHIN = timedelta(minutes=15)


@never_cache
@login_not_required
def ticket_page(request: CityRequest, code: str) -> HttpResponseBase:
    """Behind the QR of a ticket: where it stands, and how it was. No name, no number."""
    ticket = zone.ticket_by_code(code)
    if ticket is None:
        raise Http404
    serving = cases.serving_of_origin(ticket.pk)
    form = Rate(request.POST or None)
    fault = ""
    if request.method == "POST" and form.is_valid() and serving is not None:
        try:
            return submit_once(request, lambda: _rate(request, ticket, form, RatedVia.QR))
        except Refusal as refusal:
            fault = sentence_of(refusal)
    now = timezone.now()
    may_rate = serving is not None and ticket.ended_at and now - ticket.ended_at < RATE_WITHIN
    context = {
        "ticket": ticket,
        "site": ticket.site,
        "ahead": people_ahead(ticket) if ticket.state == "waiting" else 0,
        "is_today": ticket.day == city_day(now),
        "rating": queries.rating_of(serving) if serving else None,
        "may_rate": may_rate,
        "form": form,
        "fault": fault,
        "op": new_key(),
    }
    return render(request, "ratings/ticket.html", context)


def _rate(request: CityRequest, ticket: Ticket, form: Rate, via: RatedVia) -> str:
    serving = cases.serving_of_origin(ticket.pk)
    if serving is None:
        raise Http404
    actions.rate(
        serving,
        grade=Grade(form.cleaned_data["grade"]),
        words=form.cleaned_data["words"],
        via=via,
        by=request.actor,
        at=timezone.now(),
    )
    return reverse("ratings:ticket", args=[ticket.code])


@never_cache
@login_not_required
@requires_device(DeviceKind.WINDOW)
def device(request: CityRequest) -> HttpResponseBase:
    """The rating device of a window: which window, then the person who was served last."""
    windows = offices.windows_of(request.actor.site)
    code = request.GET.get("window") or request.session.get("rating_window", "")
    here = windows.filter(code=code).first()
    if here is None:
        return render(request, "ratings/choose_window.html", {"windows": windows})
    request.session["rating_window"] = here.code
    now = timezone.now()
    ticket = zone.last_served_at(here.pk, now - DEVICE_WITHIN)
    serving = cases.serving_of_origin(ticket.pk) if ticket else None
    if serving is not None and queries.rating_of(serving) is not None:
        serving = None
    form = Rate(request.POST or None)
    if request.method == "POST" and form.is_valid() and ticket and serving:
        try:
            grade = Grade(form.cleaned_data["grade"])
            actions.rate(serving, grade=grade, via=RatedVia.DEVICE, by=request.actor, at=now)
            return render(request, "ratings/thanks.html", {"window": here})
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
    context = {"window": here, "ticket": ticket if serving else None, "form": form}
    return render(request, "ratings/device.html", context)


@require_POST
@requires(perms.may_note_spoken)
def spoken(request: CityRequest) -> HttpResponseBase:
    """A guide writes down what the person says."""
    form = Spoken(request.POST)
    ticket = None
    if form.is_valid():
        mine = zone.tickets_visible_to(request.user)
        ticket = mine.filter(pk=form.cleaned_data["ticket"]).first()
    if ticket is None:
        raise Http404
    found = ticket

    def act() -> str:
        _rate(request, found, form, RatedVia.SPOKEN)
        messages.success(request, "已代为记下评价，谢谢。")
        return reverse("zone:guide")

    return press(request, act, reverse("zone:guide"))


@never_cache
@require_safe
@requires(perms.may_answer_ratings)
def call_backs(request: CityRequest) -> HttpResponseBase:
    """Bad grades, who is to be called until when, what was mended."""
    tasks = queries.call_backs_visible_to(request.user)
    context = {"tasks": tasks, "totals": queries.totals(), "day": city_day(timezone.now())}
    return render(request, "ratings/call_backs.html", context)


@never_cache
@requires(perms.may_answer_ratings)
def call_back(request: CityRequest, task_id: UUID) -> HttpResponseBase:
    """One call-back: what was found, then what was mended."""
    task = queries.call_back_visible_to(request.user, task_id)
    if task is None:
        raise Http404
    is_call = task.state == "open"
    form = (Found if is_call else Mended)(request.POST or None)

    def act() -> str:
        by, at = request.actor, timezone.now()
        if is_call:
            actions.note_call(task, found=form.cleaned_data["found"], by=by, at=at)
        else:
            actions.note_mended(task, mended=form.cleaned_data["mended"], by=by, at=at)
        return reverse("ratings:call_backs")

    if request.method == "POST" and form.is_valid():
        try:
            return submit_once(request, act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"task": task, "form": form, "is_call": is_call, "op": new_key()}
    return render(request, "ratings/call_back.html", context)
