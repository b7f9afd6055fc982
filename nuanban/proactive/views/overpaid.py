"""What was given beyond the last day: a list, and one of them with what people may do about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.eligibility import queries as eligibility
from nuanban.lib.days import city_day
from nuanban.lib.errors import NotAllowed, Refusal
from nuanban.proactive import actions, perms, queries
from nuanban.proactive.enums import AnswerVia, OverpaymentState
from nuanban.proactive.forms import Decide, ObjectToClaim, PayBack
from nuanban.proactive.queries import Overpayment
from nuanban.proactive.states import MOVES

PER_PAGE = 25
FORMS: dict[str, type[Form]] = {
    "claim": Decide,
    "waive": Decide,
    "object": ObjectToClaim,
    "pay": PayBack,
}


@never_cache
@require_safe
@requires(perms.may_see_runs)
def overpayments(request: CityRequest) -> HttpResponseBase:
    """All of them, those that wait for somebody first."""
    state = request.GET.get("state", "")
    found = queries.overpayments(state if state in OverpaymentState.values else "")
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "states": OverpaymentState.choices,
        "state": state,
        "titles": _titles(),
    }
    return render(request, "proactive/overpayments.html", context)


def _titles() -> dict[str, str]:
    book = eligibility.book_on(city_day(timezone.now()))
    return {name: policy.title for name, policy in book.items()}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_see_overpayments)
def overpayment(request: CityRequest, overpayment_id: UUID) -> HttpResponseBase:
    """One of them: what, why, what was said, what came back; and the deeds of whoever may."""
    found = queries.overpayment_by_id(overpayment_id)
    if found is None:
        raise Http404
    forms, status = {deed: form() for deed, form in FORMS.items()}, 200
    if request.method == "POST":
        status = 422
        deed = request.POST.get("deed", "")
        if deed in FORMS:
            forms[deed] = FORMS[deed](request.POST)
            done = _done(request, found, deed, forms[deed])
            if done is not None:
                return done
    context = _shown(request, found, forms)
    return render(request, "proactive/overpayment.html", context, status=status)


def _done(
    request: CityRequest, found: Overpayment, deed: str, form: Form
) -> HttpResponseBase | None:
    """Where to go after the deed; None when the form has to be shown again."""
    if not _may(request, deed):
        raise NotAllowed
    if not form.is_valid():
        return None
    try:
        return submit_once(request, lambda: _DEEDS[deed](request, found, form.cleaned_data))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


def _may(request: CityRequest, deed: str) -> bool:
    if deed == "object":
        return perms.may_see_entitlements(request.user)
    return perms.may_decide_overpayments(request.user)


def _shown(request: CityRequest, found: Overpayment, forms: dict[str, Form]) -> dict[str, Any]:
    open_deeds = [d for d in MOVES.possible(found.state) if d in FORMS and _may(request, d)]
    is_own = found.state == OverpaymentState.OBJECTED and found.decided_by_id == request.user.pk
    paid = queries.paid_back(found)
    return {
        "it": found,
        "title": _titles().get(found.policy, found.policy),
        "grants": queries.overpaid_grants(found),
        "instalments": queries.instalments_of(found),
        "paid": paid,
        "left": found.amount_fen - paid,
        "forms": forms,
        "deeds": [d for d in open_deeds if not (is_own and d in ("claim", "waive"))],
        "is_own": is_own,
    }


def _here(found: Overpayment) -> str:
    return reverse("proactive:overpayment", args=[found.pk])


def _claim(request: CityRequest, found: Overpayment, filled: dict[str, Any]) -> str:
    actions.claim_back(found, words=filled["words"], by=request.user, at=timezone.now())
    return _here(found)


def _waive(request: CityRequest, found: Overpayment, filled: dict[str, Any]) -> str:
    actions.waive(found, words=filled["words"], by=request.user, at=timezone.now())
    return _here(found)


def _object(request: CityRequest, found: Overpayment, filled: dict[str, Any]) -> str:
    via = AnswerVia(filled["via"])
    actions.object_to_claim(
        found, words=filled["words"], via=via, by=request.actor, at=timezone.now()
    )
    return _here(found)


def _pay(request: CityRequest, found: Overpayment, filled: dict[str, Any]) -> str:
    actions.note_instalment(
        found,
        amount_fen=int(filled["yuan"] * 100),
        paid_on=filled["paid_on"],
        words=filled["words"],
        by=request.user,
        at=timezone.now(),
    )
    return _here(found)


Deed = Callable[[CityRequest, Overpayment, dict[str, Any]], str]
_DEEDS: dict[str, Deed] = {"claim": _claim, "waive": _waive, "object": _object, "pay": _pay}
