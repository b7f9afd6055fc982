"""The desk: what is left to do, one search box for everything, places, the journal."""

import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, may_read_journal, may_use_desk, requires
from nuanban.cases import perms as case_perms
from nuanban.cases import queries as cases
from nuanban.desk.forms import CalendarDayForm, HoursForm, NewSiteForm, SiteForm, WindowForm
from nuanban.journal import queries as journal
from nuanban.journal.actions import record
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.offices import actions as office_actions
from nuanban.offices import queries as offices
from nuanban.offices.enums import SiteKind
from nuanban.offices.perms import may_bring_outlines, may_edit_offices
from nuanban.offices.queries import Site
from nuanban.ratings import queries as ratings
from nuanban.residents import perms as resident_perms
from nuanban.residents import queries as residents
from nuanban.zone import perms as zone_perms
from nuanban.zone import queries as zone

_CASE_NUMBER = re.compile(r"\d{8}-\d{1,5}")
_TICKET = re.compile(r"[A-Za-z](\d-)?\d{3,4}")


@never_cache
@require_safe
@requires(may_use_desk)
def home(request: CityRequest) -> HttpResponseBase:
    """What is left to do, on top."""
    at, user = timezone.now(), request.user
    day = city_day(at)
    seen = cases.cases_visible_to(user)
    site = user.site_id or ""
    context = {
        "mine": seen.filter(holder=user, state__in=cases.OPEN).order_by("due_on")[:8],
        "waiting_papers": seen.filter(state="returned").count(),
        "overdue": cases.overdue(user, day),
        "to_hand_over": seen.filter(state="result_ready").count(),
        "counts": zone.waiting_counts(site, day) if zone_perms.may_guide(user) else None,
        "help_calls": zone.help_calls(site) if zone_perms.may_guide(user) else [],
        "call_backs": ratings.open_call_backs(user),
        "served": zone.served_today(user, day),
        "may_see_cases": case_perms.may_see_cases(user),
        "hours": offices.hours_on(site, day),
        "is_open": offices.is_open_at(site, at),
        "day": day,
    }
    return render(request, "desk/home.html", context)


@never_cache
@require_safe
@requires(resident_perms.may_find_residents)
def search(request: CityRequest) -> HttpResponseBase:
    """People, cases, tickets: one box."""
    text = request.GET.get("q", "").strip()[:60]
    at = timezone.now()
    day = city_day(at)
    people = residents.search(text, today=day) if text else None
    if text:
        record("desk.searched", by=request.actor, at=at)
    seen = cases.cases_visible_to(request.user)
    by_number = seen.filter(number=text) if _CASE_NUMBER.fullmatch(text) else seen.none()
    tickets = zone.tickets_visible_to(request.user)
    label = text.upper()
    by_ticket = tickets.filter(day=day, label=label) if _TICKET.fullmatch(text) else tickets.none()
    context = {
        "text": text,
        "people": [(r, residents.groups_of(r, day)) for r in people.residents] if people else [],
        "hint": people.hint if people else "",
        "too_many": bool(people and people.too_many),
        "cases": by_number,
        "tickets": by_ticket,
    }
    return render(request, "desk/search.html", context)


@never_cache
@requires(may_edit_offices)
def places(request: CityRequest) -> HttpResponseBase:
    """Places of service and the working-day calendar."""
    year = _year(request)
    wants_site = request.POST.get("form") == "site"
    form = CalendarDayForm(None if wants_site else request.POST or None)
    site_form = NewSiteForm(request.POST if wants_site else None)
    sent = site_form if wants_site else form
    if request.method == "POST" and sent.is_valid():
        try:
            return submit_once(request, lambda: _change_places(request, sent))
        except Refusal as refusal:
            sent.add_error(None, str(refusal))
    context = {
        "sites": offices.sites(),
        "days": offices.calendar_of_year(year),
        "year": year,
        "form": form,
        "site_form": site_form,
        "may_bring_outlines": may_bring_outlines(request.user),
    }
    return render(request, "desk/places.html", context)


def _change_places(request: CityRequest, form: NewSiteForm | CalendarDayForm) -> str:
    """Adds a place, or changes a day."""
    if isinstance(form, CalendarDayForm):
        office_actions.set_calendar_day(**form.change(), by=request.actor, at=timezone.now())
        messages.success(request, "工作日历已更新。")
    else:
        _open_site(request, form.cleaned_data)
    return reverse("offices:places")


def _open_site(request: CityRequest, filled: dict[str, Any]) -> None:
    if offices.division(filled["division"]) is None:
        raise Unusable(sentence="没有这个区划代码，请对照区划表再输一次。")
    site = office_actions.open_site(
        code=offices.next_site_code(filled["division"]),
        division=filled["division"],
        kind=SiteKind(filled["kind"]),
        name=filled["name"],
        address=filled["address"],
        phone=filled["phone"],
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, f"已添加{site.name}，代码 {site.code}。")


def _year(request: CityRequest) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdigit() and len(asked) == 4 else city_day(timezone.now()).year


@never_cache
@requires(may_edit_offices)
def place(request: CityRequest, code: str) -> HttpResponseBase:
    """One place: name, address, windows, opening hours."""
    site = offices.site(code)
    if site is None:
        raise Http404
    forms = _place_forms(request, site)
    name = request.POST.get("form", "")

    def act() -> str:
        _save_place(request, site, name, forms[name])
        messages.success(request, "已保存。")
        return reverse("offices:place", args=[code])

    if request.method == "POST" and name in forms and forms[name].is_valid():
        try:
            return submit_once(request, act)
        except Refusal as refusal:
            forms[name].add_error(None, str(refusal))
    context = {
        "site": site,
        "windows": offices.windows_of(code),
        "hours": offices.hours_of(code),
        **{f"{key}_form": form for key, form in forms.items()},
    }
    return render(request, "desk/place.html", context)


def _place_forms(request: CityRequest, site: Site) -> dict[str, Any]:
    def sent(name: str) -> Any:
        return request.POST if request.POST.get("form") == name else None

    about = {"name": site.name, "address": site.address, "phone": site.phone}
    return {
        "site": SiteForm(sent("site"), initial={**about, "way_in": site.way_in}),
        "window": WindowForm(sent("window")),
        "hours": HoursForm(sent("hours"), hours=offices.hours_of(site.code)),
    }


def _save_place(request: CityRequest, site: Site, name: str, form: Any) -> None:
    by, at = request.actor, timezone.now()
    if name == "site":
        office_actions.change_site(site, **form.cleaned_data, by=by, at=at)
    elif name == "window":
        office_actions.set_window(site=site.code, **form.change(), by=by, at=at)
    else:
        office_actions.set_hours(site, hours=form.spans(), by=by, at=at)


@never_cache
@require_safe
@requires(may_read_journal)
def entries(request: CityRequest) -> HttpResponseBase:
    """The journal for auditors: who, when, from where, what; and whether its seals hold."""
    kind = request.GET.get("kind", "")[:60]
    page = Paginator(journal.entries(kind), 50).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "kind": kind,
        "kinds": journal.acts_by_kind(),
        "sealed_until": journal.sealed_until(),
    }
    if "check" in request.GET:
        context["faults"] = list(journal.broken_seals())[:50]
        context["checked"] = True
    return render(request, "desk/journal.html", context)
