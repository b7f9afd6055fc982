"""One case: the person, the form, the papers, what can be done now."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.cases import actions, perms, queries
from nuanban.cases.enums import Shown
from nuanban.cases.form import FIELDS, Value, form_of
from nuanban.cases.forms import CaseForm, Decide, Deliver
from nuanban.cases.materials import known_facts
from nuanban.cases.queries import Case
from nuanban.cases.states import possible
from nuanban.catalogue import queries as catalogue
from nuanban.journal import queries as journal
from nuanban.lib.days import age_on, city_day
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import new_key
from nuanban.papers import queries as papers
from nuanban.residents import queries as residents


def find_or_404(request: CityRequest, case_id: UUID) -> Case:
    """The case, or 404 for strangers."""
    found = queries.cases_visible_to(request.user).filter(pk=case_id).first()
    if found is None:
        raise Http404
    return found


def revision_of(request: CityRequest, case: Case) -> Case:
    """The case as the page showed it: a change by somebody else since then is told, not lost."""
    shown = request.POST.get("revision", "")
    if shown.isdigit():
        case.revision = int(shown)
    return case


def page_context(request: CityRequest, case: Case) -> dict[str, Any]:
    """Everything the page of a case shows."""
    at = timezone.now()
    day, person = city_day(at), case.resident
    values = form_of(case)
    materials = list(queries.materials_of(case))
    facts = known_facts(person, day, case.agent_name)
    return {
        "case": case,
        "person": person,
        "age": age_on(person.birth_on, day) if person.birth_on else None,
        "memberships": residents.memberships_of(person, day),
        "identities": residents.identities_of(person),
        "relatives": residents.relatives_of(person),
        "form": CaseForm(values=values),
        "rows": [(f, values.get(f.name, Value("", ""))) for f in FIELDS],
        "materials": materials,
        "missing": [m for m in materials if m.shown == Shown.MISSING],
        "questions": catalogue.open_questions(case.version, {**facts, **case.answers}),
        "answered": catalogue.answered_questions(case.version, {**facts, **case.answers}),
        "moves": possible(case.state),
        "is_immediate": case.version.promised_days == 0,
        "may_fill": perms.may_fill(request.user, case),
        "may_decide": perms.may_decide(request.user, case),
        "document": papers.document_by_id(case.document_id) if case.document_id else None,
        "decide_form": Decide(),
        "deliver_form": Deliver(initial={"received_by": case.agent_name or person.name}),
        "history": journal.entries_on(case.pk),
        "others": actions.mark_viewer(case, user=request.user, at=at),
        "day": day,
        "op": new_key(),
    }


@never_cache
@require_safe
@requires(perms.may_see_cases)
def case(request: CityRequest, case_id: UUID) -> HttpResponseBase:
    """The page of one case."""
    found = find_or_404(request, case_id)
    return render(request, "cases/case.html", page_context(request, found))


@never_cache
@require_safe
@requires(perms.may_see_cases)
def presence(request: CityRequest, case_id: UUID) -> HttpResponseBase:
    """Who else has this case open, and whether it moved since the page was drawn."""
    found = find_or_404(request, case_id)
    others = actions.mark_viewer(found, user=request.user, at=timezone.now())
    shown = request.GET.get("revision", "")
    has_moved = shown.isdigit() and int(shown) != found.revision
    context = {"others": others, "has_moved": has_moved, "case": found}
    return render(request, "cases/case.html#presence", context)


def shown_again(request: CityRequest, case: Case, fault: str, **extra: object) -> HttpResponseBase:
    """The page of the case with a sentence on top; what was typed stays."""
    fresh = find_or_404(request, case.pk)
    context = page_context(request, fresh) | {"fault": fault} | extra
    return render(request, "cases/case.html", context, status=409)


@require_POST
@requires(perms.may_see_cases)
def save_form(request: CityRequest, case_id: UUID) -> HttpResponseBase:
    """Saves changed values."""
    found = revision_of(request, find_or_404(request, case_id))
    if not perms.may_fill(request.user, found):
        raise Http404
    form = CaseForm(request.POST, values=form_of(found))

    def act() -> str:
        actions.save_form(found, values=form.cleaned_data, by=request.actor, at=timezone.now())
        return reverse("cases:case", args=[found.pk])

    if not form.is_valid():
        return shown_again(request, found, "有内容太长，请改短后再存。", form=form)
    try:
        return submit_once(request, act)
    except Refusal as refusal:
        return shown_again(request, found, str(refusal), form=form)


@require_POST
@requires(perms.may_see_cases)
def answer(request: CityRequest, case_id: UUID) -> HttpResponseBase:
    """Answers scenario questions; the list of papers gets as short as it can be."""
    found = revision_of(request, find_or_404(request, case_id))
    if not perms.may_fill(request.user, found):
        raise Http404
    answers = {
        key.removeprefix("q-"): value[:60]
        for key, value in request.POST.items()
        if key.startswith("q-") and isinstance(value, str) and value
    }

    def act() -> str:
        actions.answer_questions(found, answers=answers, by=request.actor, at=timezone.now())
        return reverse("cases:case", args=[found.pk])

    try:
        return submit_once(request, act)
    except Refusal as refusal:
        return shown_again(request, found, str(refusal))
