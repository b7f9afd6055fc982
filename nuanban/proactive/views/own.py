"""The person's own pages, behind the code of a message: one entitlement, and everything else."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest
from nuanban.journal.actions import record
from nuanban.lib.errors import Refusal
from nuanban.proactive import actions, queries
from nuanban.proactive.enums import AnswerKind, AnswerVia, EntitlementState, OverpaymentState
from nuanban.proactive.forms import OwnAnswer, OwnBirth
from nuanban.proactive.queries import Entitlement, Overpayment
from nuanban.proactive.standing import standing_of
from nuanban.proactive.telling import EACH
from nuanban.proactive.views.showing import shown
from nuanban.ui.care import CareSettings, show_as
from nuanban.ui.sentences import sentence_of


def _found(request: CityRequest, code: str) -> Entitlement:
    """The entitlement of a code, drawn as its person likes it; or 404."""
    found = queries.entitlement_by_code(code)
    if found is None:
        raise Http404
    if found.resident.care:
        show_as(request, CareSettings.from_mapping(found.resident.care))
    return found


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def told(request: CityRequest, code: str) -> HttpResponseBase:
    """What, how much, why, from when, until when; yes, no, or this is wrong."""
    found = _found(request, code)
    claim = queries.claim_on(found)
    form, status = OwnAnswer(), 200
    if request.method == "POST":
        form = OwnAnswer(request.POST)
        status = 422
        if form.is_valid():
            try:
                return submit_once(request, lambda: _answer(request, found, claim, form))
            except Refusal as refusal:
                form.add_error(None, sentence_of(refusal))
    context = shown(found, form) | {
        "may_agree": found.state in (EntitlementState.OFFERED, EntitlementState.NOTICED),
        "claim": claim,
        "may_object_to_claim": claim is not None and claim.state == OverpaymentState.CLAIMED,
        "paid_back": queries.paid_back(claim) if claim else 0,
    }
    return render(request, "proactive/told.html", context, status=status)


def _answer(
    request: CityRequest, found: Entitlement, claim: Overpayment | None, form: OwnAnswer
) -> str:
    filled: dict[str, Any] = form.cleaned_data
    kind, by, at = filled["kind"], request.actor, timezone.now()
    if kind == OwnAnswer.CLAIM_IS_WRONG and claim is not None:
        actions.object_to_claim(claim, words=filled["words"], via=AnswerVia.WEB, by=by, at=at)
    else:
        said = AnswerKind.OBJECT if kind == OwnAnswer.CLAIM_IS_WRONG else AnswerKind(kind)
        actions.answer(found, kind=said, via=AnswerVia.WEB, words=filled["words"], by=by, at=at)
    return reverse("proactive:told", args=[found.code])


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: CityRequest, code: str) -> HttpResponseBase:
    """All that somebody is entitled to, why, why not, and what they could get if.

    Behind the birthday as well: the code alone opens one entitlement, not a whole life.
    """
    found = _found(request, code)
    form, status = OwnBirth(), 200
    if request.method == "POST":
        form = OwnBirth(request.POST)
        if form.is_valid() and form.cleaned_data["born"] == found.resident.birth_on:
            return _all(request, found)
        if form.is_valid():
            form.add_error("born", _("和登记的出生日期对不上，请看看身份证再填一次。"))
        status = 422
    context = {"entitlement": found, "form": form}
    return render(request, "proactive/mine.html", context, status=status)


def _all(request: CityRequest, found: Entitlement) -> HttpResponseBase:
    at = timezone.now()
    record(
        "proactive.own_page_seen",
        by=request.actor,
        at=at,
        subject_id=found.resident_id,
        object_id=found.pk,
    )
    context = {
        "entitlement": found,
        "standing": standing_of(found.resident, at),
        "each": {period.value: word for period, word in EACH.items()},
    }
    return render(request, "proactive/mine.html", context)
