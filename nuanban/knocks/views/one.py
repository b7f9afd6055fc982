"""One door: take it, see where it is, note what was found."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.enums import Role
from nuanban.accounts.once import press_on, submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.eligibility import queries as eligibility
from nuanban.eligibility.enums import Department
from nuanban.knocks import actions, perms, queries
from nuanban.knocks.enums import Reason, Way
from nuanban.knocks.forms import ResultForm
from nuanban.knocks.queries import Knock
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.proactive import queries as proactive
from nuanban.residents import queries as residents


def found_knock(request: CityRequest, knock_id: UUID) -> Knock:
    """The knock, for whoever may see it."""
    found = queries.knocks_visible_to(request.user).filter(pk=knock_id).first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
@requires(perms.may_knock)
def knock(request: CityRequest, knock_id: UUID) -> HttpResponseBase:
    """Everything about one door; address and phone for whoever goes."""
    found = found_knock(request, knock_id)
    return _show(request, found, ResultForm(initial=_likely(request, found)))


def _likely(request: CityRequest, knock: Knock) -> dict[str, Any]:
    calls = request.user.has_role(Role.HOTLINE_AGENT)
    policy = eligibility.book_on(city_day(timezone.now())).get(knock.what)
    owner = policy.department if policy else ""
    knows = [d for d in Department if owner.startswith(d.label)]
    return {
        "way": Way.PHONE if calls else Way.DOOR,
        "again": 3,
        "department": knows[0] if knows else Department.POLICE,
    }


def _show(
    request: CityRequest, knock: Knock, form: ResultForm, status: int = 200
) -> HttpResponseBase:
    is_mine = perms.may_note(request.user, knock)
    contact = residents.contacts_of([knock.resident_id]).get(knock.resident_id)
    offer = proactive.offer_of(knock.resident_id, knock.what)
    context = {
        "knock": knock,
        "form": form,
        "is_mine": is_mine,
        "may_give_back": perms.may_give_back(request.user, knock),
        "contact": contact if is_mine else None,
        "results": queries.results_of(knock),
        "correction": queries.correction_of(knock),
        "offer": offer if knock.reason in (Reason.LINKED, Reason.UNDECIDED) else None,
        "others": queries.others_of(knock),
    }
    return render(request, "knocks/knock.html", context, status=status)


@require_POST
@requires(perms.may_knock)
def take(request: CityRequest, knock_id: UUID) -> HttpResponseBase:
    """“我来敲门”."""
    found = found_knock(request, knock_id)

    def act() -> str:
        actions.take(found, by=request.user, at=timezone.now())
        return "已记下由您去。地址和电话在这一页上。"

    return press_on(request, act, reverse("knocks:knock", args=[found.pk]))


@require_POST
@requires(perms.may_knock)
def give_back(request: CityRequest, knock_id: UUID) -> HttpResponseBase:
    """Somebody else may go."""
    found = found_knock(request, knock_id)

    def act() -> str:
        if not perms.may_give_back(request.user, found):
            raise actions.KnockMoved
        actions.give_back(found, by=request.user, at=timezone.now())
        return "已放回名单，别的同事可以去。"

    return press_on(request, act, reverse("knocks:knock", args=[found.pk]))


@require_POST
@requires(perms.may_knock)
def note(request: CityRequest, knock_id: UUID) -> HttpResponseBase:
    """What was found."""
    found, form = found_knock(request, knock_id), ResultForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    at = timezone.now()

    def act() -> str:
        noted = form.noted(city_day(at))
        actions.note(found, noted, by=request.user, at=at)
        messages.success(request, f"{found.resident.name}：{noted.result.label}，已记下。")
        return reverse("knocks:list")

    try:
        return submit_once(request, act)
    except actions.KnockMoved as refusal:
        messages.error(request, str(refusal))
        return redirect("knocks:knock", knock_id=found.pk)
    except Refusal as refusal:
        form.add_error("words", str(refusal))
        return _show(request, found, form, status=422)
