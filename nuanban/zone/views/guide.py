"""The guide's page: who waits and needs what, who leads whom; entry, direct service, closing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts import queries as accounts
from nuanban.accounts.enums import Role
from nuanban.accounts.once import press
from nuanban.accounts.perms import CityRequest, requires
from nuanban.catalogue import queries as catalogue
from nuanban.lib.days import city_day
from nuanban.lib.errors import Unusable
from nuanban.lib.id_numbers import IdNumberFault, read_id_number
from nuanban.lib.keys import new_key, read_key
from nuanban.offices import queries as offices
from nuanban.residents import queries as residents
from nuanban.residents.queries import Resident
from nuanban.zone import actions, perms, queries
from nuanban.zone.enums import Post, Via
from nuanban.zone.forms import Direct, Entry, GuideCheckIn, HandOver


def _site(request: CityRequest) -> str:
    if request.user.site_id is None:
        raise Http404
    return request.user.site_id


def _context(request: CityRequest, **extra: Any) -> dict[str, Any]:
    at = timezone.now()
    site, day = _site(request), city_day(at)
    tickets = list(queries.open_tickets(site, day))
    helpers = accounts.staff_at(site, Role.SPECIALIST, Role.VOLUNTEER, Role.GUIDE)
    return {
        "tickets": tickets,
        "waiting": [t for t in tickets if t.state == "waiting"],
        "with_needs": [t for t in tickets if t.needs],
        "missed": [t for t in tickets if t.state == "missed"],
        "help_calls": queries.help_calls(site),
        "carried": queries.carried(site)[:20],
        "helpers": helpers,
        "posts": Post.choices,
        "items": catalogue.items_for_choice(),
        "windows": offices.windows_of(site),
        "check_in_form": GuideCheckIn(),
        "entry_form": Entry(),
        "direct_form": Direct(),
        "may_close_day": perms.may_close_day(request.user),
        "op": new_key(),
        "at": at,
        **extra,
    }


@never_cache
@require_safe
@requires(perms.may_guide)
def guide(request: CityRequest) -> HttpResponseBase:
    """The floor at a glance."""
    return render(request, "zone/guide.html", _context(request))


def _known(typed: str) -> Resident | None:
    """The person with this number; a number that cannot be read is told in words."""
    if not typed.strip():
        return None
    try:
        number = read_id_number(typed, today=city_day(timezone.now()))
    except IdNumberFault as fault:
        raise Unusable(sentence=str(fault)) from None
    return residents.by_id_card(number.number)


@require_POST
@requires(perms.may_guide)
def check_in_for(request: CityRequest) -> HttpResponseBase:
    """A guide takes the ticket for somebody without card, phone or words."""
    form = GuideCheckIn(request.POST)

    def act() -> str:
        filled = form.cleaned_data
        key = filled["resident"]
        done = actions.check_in(
            actions.Arrival(
                site=_site(request),
                via=Via.STAFF,
                id_number=filled["id_number"],
                name=filled["name"],
                resident=residents.by_id(key) if key else None,
                item=filled["item"] or None,
                needs=filled["needs"],
                guide_words=filled["words"] or None,
            ),
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"已取号 {done.ticket.label}。{done.said}")
        return reverse("zone:guide")

    return _try(request, form.is_valid(), act)


def _try(request: CityRequest, is_valid: bool, act: Any) -> HttpResponseBase:
    if not is_valid:
        messages.error(request, "填写的内容不完整，请检查后再提交。")
        return redirect("zone:guide")
    return press(request, act, reverse("zone:guide"))


@require_POST
@requires(perms.may_guide)
def hand_over(request: CityRequest, ticket_id: UUID) -> HttpResponseBase:
    """Hands a person to a specialist or volunteer, with times."""
    ticket = queries.tickets_visible_to(request.user).filter(pk=ticket_id).first()
    if ticket is None:
        raise Http404
    form = HandOver(request.POST)

    def act() -> str:
        to = accounts.user_named(form.cleaned_data["to"])
        if to is None or to.site_id != ticket.site_id:
            raise Unusable(sentence="请选择本大厅的同事。")
        post = Post(form.cleaned_data["post"])
        actions.hand_over(ticket, to=to, post=post, by=request.actor, at=timezone.now())
        messages.success(request, f"{ticket.label} 已交给{to.name}。")
        return reverse("zone:guide")

    return _try(request, form.is_valid(), act)


@require_POST
@requires(perms.may_guide)
def take_over(request: CityRequest, ticket_id: UUID) -> HttpResponseBase:
    """The one who was asked says: I am with the person."""
    ticket = queries.tickets_visible_to(request.user).filter(pk=ticket_id).first()
    open_one = queries.open_hand_over(ticket) if ticket else None
    if open_one is None or open_one.to_user_id != request.user.pk:
        raise Http404
    actions.take_over(open_one, by=request.actor, at=timezone.now())
    return redirect("zone:guide")


@require_POST
@requires(perms.may_guide)
def move_help(request: CityRequest, call_id: UUID, name: str) -> HttpResponseBase:
    """Take a call for help, or end it."""
    call = queries.help_call(_site(request), call_id)
    deeds = {"take": actions.take_help, "end": actions.end_help}
    if call is None or name not in deeds:
        raise Http404

    def act() -> str:
        deeds[name](call, by=request.actor, at=timezone.now())
        return reverse("zone:guide")

    return _try(request, True, act)


@require_POST
@requires(perms.may_guide)
def register_entry(request: CityRequest) -> HttpResponseBase:
    """Entry on paper or card: the pass of people without a phone."""
    form = Entry(request.POST)

    def act() -> str:
        entry = actions.register_entry(
            site=_site(request),
            name=form.cleaned_data["name"],
            resident=_known(form.cleaned_data["id_number"]),
            user=request.user,
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"已登记入厅，第 {entry.number} 位，可以通行。")
        return reverse("zone:guide")

    return _try(request, form.is_valid(), act)


@require_POST
@requires(perms.may_guide)
def serve_directly(request: CityRequest) -> HttpResponseBase:
    """免叫号: served without number and queue, recorded in one step."""
    form = Direct(request.POST)

    def act() -> str:
        item = form.cleaned_data["item"]
        if not catalogue.is_item(item):
            raise Unusable(sentence="没有这个事项，请重新选择。")
        actions.serve_directly(
            window=None,
            site=_site(request),
            resident=_known(form.cleaned_data["id_number"]),
            item=item,
            key=read_key(request.POST.get("op", "")) or new_key(),
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, "已记录一次免叫号服务。")
        return reverse("zone:guide")

    return _try(request, form.is_valid(), act)


@require_POST
@requires(perms.may_close_day)
def close_day(request: CityRequest) -> HttpResponseBase:
    """Ends the day: nobody is deleted, open tickets go to the call list."""

    def act() -> str:
        left = actions.close_day(site=_site(request), by=request.actor, at=timezone.now())
        messages.success(request, f"今天已结束。还有 {len(left)} 位没有办完，已转入电话联系名单。")
        return reverse("zone:guide")

    return _try(request, True, act)
