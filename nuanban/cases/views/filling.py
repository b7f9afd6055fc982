"""The form of a case and its questions."""

from django.http import Http404, HttpResponseBase
from django.utils import timezone

from nuanban.accounts.perms import CityRequest
from nuanban.cases import actions, perms
from nuanban.cases.form import form_of
from nuanban.cases.forms import CaseForm
from nuanban.cases.queries import Case
from nuanban.cases.views.page import act_once, shown_again


def save_form(request: CityRequest, case: Case) -> HttpResponseBase:
    """Saves changed values."""
    if not perms.may_fill(request.user, case):
        raise Http404
    form = CaseForm(request.POST, values=form_of(case))
    if not form.is_valid():
        return shown_again(request, case, "有内容太长，请改短后再存。", 422, form=form)

    def deed() -> None:
        actions.save_form(case, values=form.cleaned_data, by=request.actor, at=timezone.now())

    return act_once(request, case, deed, form=form)


def answer(request: CityRequest, case: Case) -> HttpResponseBase:
    """Answers scenario questions; the list of papers gets as short as it can be."""
    if not perms.may_fill(request.user, case):
        raise Http404
    answers = {
        key.removeprefix("q-"): value[:60]
        for key, value in request.POST.items()
        if key.startswith("q-") and isinstance(value, str) and value
    }

    def deed() -> None:
        actions.answer_questions(case, answers=answers, by=request.actor, at=timezone.now())

    return act_once(
        request, case, deed, picked=[f"{fact}={value}" for fact, value in answers.items()]
    )
