"""What the page of a case shows, and how it comes back with everything that was typed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest
from nuanban.cases import actions, perms, queries
from nuanban.cases.enums import Shown
from nuanban.cases.form import FIELDS, Value, form_of
from nuanban.cases.forms import CaseForm, Decide, Deliver
from nuanban.cases.materials import known_facts
from nuanban.cases.queries import Case
from nuanban.cases.states import MOVES
from nuanban.catalogue import queries as catalogue
from nuanban.journal import queries as journal
from nuanban.lib.days import age_on, city_day
from nuanban.lib.errors import Refusal
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
        "moves": MOVES.possible(case.state),
        "is_immediate": case.version.promised_days == 0,
        "may_fill": perms.may_fill(request.user, case),
        "may_decide": perms.may_decide(request.user, case),
        "document": papers.document_by_id(case.document_id) if case.document_id else None,
        "decide_form": Decide(),
        "deliver_form": Deliver(initial={"received_by": case.agent_name or person.name}),
        "history": journal.entries_on(case.pk),
        "others": actions.mark_viewer(case, user=request.user, at=at),
        "day": day,
    }


# What people write in words, by the name of its box.
WORDS = {"words": "说明", "reason": "理由", "remedy": "不服怎么办", "received_by": "签收人"}


def shown_again(
    request: CityRequest, case: Case, fault: str, status: int = 409, **extra: object
) -> HttpResponseBase:
    """The page of the case with a sentence on top; what was typed stays.

    Where a form is gone because somebody else was faster, its words stand below the sentence.
    """
    fresh = find_or_404(request, case.pk)
    context = page_context(request, fresh) | {"fault": fault, "typed": request.POST} | extra
    context["ticked"] = request.POST.getlist("missing")
    context["homeless"] = [] if _has_form(request, context) else _words(request, context)
    return render(request, "cases/case.html", context, status=status)


def _has_form(request: CityRequest, shown: dict[str, Any]) -> bool:
    """Whether the page still holds the form that was sent."""
    deed, case, moves = request.POST.get("deed", ""), shown["case"], shown["moves"]
    still_there: dict[str, bool] = {
        "withdraw": "withdraw" in moves,
        "return": "return" in moves,
        "decide": case.state == "accepted" and shown["may_decide"],
        "deliver": case.state == "result_ready" and shown["may_fill"],
        "form": bool(shown["may_fill"] and not case.decided_at and moves),
    }
    return still_there.get(deed, True)


def _words(request: CityRequest, shown: dict[str, Any]) -> list[tuple[str, str]]:
    form = shown["form"]
    changed = form.changed_data if form.is_bound else []
    written = [(str(form.fields[name].label), str(form[name].value())) for name in changed]
    sent = [(label, str(request.POST.get(name, ""))) for name, label in WORDS.items()]
    return [(label, words) for label, words in written + sent if words.strip()]


def act_once(
    request: CityRequest, case: Case, deed: Callable[[], object], **typed: object
) -> HttpResponseBase:
    """Runs a deed of a form once, then shows the case anew; a refusal shows it with the words."""

    def act() -> str:
        deed()
        return reverse("cases:case", args=[case.pk])

    try:
        return submit_once(request, act)
    except Refusal as refusal:
        return shown_again(request, case, str(refusal), refusal.status, **typed)
