"""What somebody is entitled to, why, why not, and what they could get if; their own page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.eligibility import queries as eligibility
from nuanban.journal.actions import record
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.offices import queries as offices
from nuanban.papers import queries as papers
from nuanban.papers.actions import check_url
from nuanban.papers.typesetting import qr_svg
from nuanban.proactive import actions, perms, queries
from nuanban.proactive.enums import LIVE, AnswerKind, AnswerVia, EntitlementState
from nuanban.proactive.forms import OwnAnswer, TakeAnswer
from nuanban.proactive.queries import Entitlement
from nuanban.proactive.telling import EACH, reasons_of
from nuanban.residents import queries as residents
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.policy import Verdict
from nuanban.rulebook.value_words import VALUE_WORDS
from nuanban.ui.care import CareSettings, show_as
from nuanban.ui.safe import drawn


def _place() -> str:
    city = offices.city()
    return city.division_id if city else "000000"


@never_cache
@require_safe
@requires(perms.may_see_entitlements)
def person(request: CityRequest, resident_id: UUID) -> HttpResponseBase:
    """What one person has, could get, and what would have to be known. Leaves a trace."""
    resident = residents.by_id(resident_id)
    if resident is None:
        raise Http404
    at = timezone.now()
    day = city_day(at)
    record(
        "proactive.entitlements_seen",
        by=request.actor,
        at=at,
        subject_id=resident.pk,
        object_id=resident.pk,
    )
    book = eligibility.book_on(day)
    judged = [(book[one.policy], one) for one in eligibility.judged(resident, day, at, _place())]
    context = {
        "resident": resident,
        "entitlements": [(book.get(e.policy), e) for e in queries.entitlements_of(resident)],
        "yes": [pair for pair in judged if pair[1].verdict == Verdict.YES],
        "ask": [
            (policy, [CITY[name].question for name in one.missing])
            for policy, one in sorted(judged, key=lambda pair: len(pair[1].missing))
            if one.verdict == Verdict.ASK
        ],
        "no": [pair for pair in judged if pair[1].verdict == Verdict.NO],
        "said": [_said(one) for one in eligibility.said_of(resident, day, at)],
        "each": {period.value: word for period, word in EACH.items()},
        "day": day,
    }
    return render(request, "proactive/person.html", context)


def _said(one: Any) -> tuple[str, str, str]:
    value = one.value
    if value is None:
        return one.title, "不知道", ""
    if isinstance(value, bool):
        return one.title, "是" if value else "否", one.source
    return one.title, VALUE_WORDS.get(str(value), str(value)), one.source


def _found(entitlement_id: UUID) -> Entitlement:
    found = queries.entitlement_by_id(entitlement_id)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_see_entitlements)
def entitlement(request: CityRequest, entitlement_id: UUID) -> HttpResponseBase:
    """One entitlement: decision, grants, answers; an answer given by phone or at the window."""
    found = _found(entitlement_id)
    form, status = TakeAnswer(), 200
    if request.method == "POST":
        form = TakeAnswer(request.POST)
        status = 422
        if form.is_valid():
            try:
                return submit_once(request, lambda: _answer(request, found, form.cleaned_data))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    return render(request, "proactive/entitlement.html", _shown(found, form), status=status)


def _answer(request: CityRequest, found: Entitlement, filled: dict[str, Any]) -> str:
    actions.answer(
        found,
        kind=AnswerKind(filled["kind"]),
        via=AnswerVia(filled["via"]),
        words=filled["words"],
        by=request.actor,
        at=timezone.now(),
    )
    return reverse("proactive:entitlement", args=[found.pk])


def _shown(found: Entitlement, form: Any) -> dict[str, Any]:
    policy = eligibility.book_on(city_day(timezone.now())).get(found.policy)
    document = papers.document_by_id(found.document_id) if found.document_id else None
    return {
        "entitlement": found,
        "policy": policy,
        "each": EACH[policy.period] if policy else "",
        "reasons": reasons_of(policy) if policy else [],
        "decision": queries.decision_of(found),
        "grants": queries.grants_of(found),
        "answers": queries.answers_to(found),
        "document": document,
        "qr": drawn(qr_svg(check_url(document.code))) if document else "",
        "form": form,
        "is_live": found.state in LIVE,
    }


@require_POST
@requires(perms.may_see_entitlements)
def certificate(request: CityRequest, entitlement_id: UUID) -> HttpResponseBase:
    """Issues the certificate, once, and shows it for printing."""
    found = _found(entitlement_id)
    try:
        issued = actions.certify(found, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("proactive:entitlement", found.pk)
    document = papers.document_by_id(issued.document_id) if issued.document_id else None
    content = papers.pdf_of(document) if document else b""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="certificate.pdf"'
    return response


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def told(request: CityRequest, code: str) -> HttpResponseBase:
    """The person's own page: what, how much, why, from when; yes, no, or this is wrong."""
    found = queries.entitlement_by_code(code)
    if found is None:
        raise Http404
    if found.resident.care:
        show_as(request, CareSettings.from_mapping(found.resident.care))
    form, status = OwnAnswer(), 200
    if request.method == "POST":
        form = OwnAnswer(request.POST)
        status = 422
        if form.is_valid():
            try:
                return submit_once(request, lambda: _own_answer(request, found, form.cleaned_data))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    context = _shown(found, form) | {
        "may_agree": found.state in (EntitlementState.OFFERED, EntitlementState.NOTICED),
    }
    return render(request, "proactive/told.html", context, status=status)


def _own_answer(request: CityRequest, found: Entitlement, filled: dict[str, Any]) -> str:
    actions.answer(
        found,
        kind=AnswerKind(filled["kind"]),
        via=AnswerVia.WEB,
        words=filled["words"],
        by=request.actor,
        at=timezone.now(),
    )
    return reverse("proactive:told", args=[found.code])
