"""What somebody is entitled to, why, why not, and what they could get if: for colleagues."""

from typing import Any
from uuid import UUID

from django.contrib import messages
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
from nuanban.papers import queries as papers
from nuanban.proactive import actions, perms, queries
from nuanban.proactive.enums import AnswerKind, AnswerVia
from nuanban.proactive.forms import TakeAnswer
from nuanban.proactive.queries import Entitlement
from nuanban.proactive.standing import standing_of
from nuanban.proactive.telling import EACH
from nuanban.proactive.views.showing import shown
from nuanban.residents import queries as residents
from nuanban.rulebook.value_words import VALUE_WORDS


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
    context = {
        "resident": resident,
        "standing": standing_of(resident, at),
        "said": [_said(one) for one in eligibility.said_of(resident, day, at)],
        "each": {period.value: word for period, word in EACH.items()},
        "for_staff": True,
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
    return render(request, "proactive/entitlement.html", shown(found, form), status=status)


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
