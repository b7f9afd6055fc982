"""The moves of a case by button or key."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.cases import actions, perms
from nuanban.cases.enums import HandedBy
from nuanban.cases.forms import Decide, Deliver, Words
from nuanban.cases.queries import Case
from nuanban.cases.views.case import find_or_404, revision_of, shown_again
from nuanban.lib.errors import Refusal

Deed = Callable[..., Case]
FILLER_MOVES: dict[str, Deed] = {
    "submit": actions.submit,
    "accept": actions.accept,
    "resume": actions.resume,
    "make_result": actions.make_result,
    "close": actions.close,
    "take": actions.take,
}


def _do(request: CityRequest, case: Case, deed: Callable[[], object]) -> HttpResponseBase:
    def act() -> str:
        deed()
        return reverse("cases:case", args=[case.pk])

    try:
        return submit_once(request, act)
    except Refusal as refusal:
        return shown_again(request, case, str(refusal))


@require_POST
@requires(perms.may_see_cases)
def move(request: CityRequest, case_id: UUID, name: str) -> HttpResponseBase:
    """Moves without words: submit, accept, resume, make the result, close, take."""
    case = revision_of(request, find_or_404(request, case_id))
    may = perms.may_fill(request.user, case) or perms.may_decide(request.user, case)
    if name == "withdraw" and may:
        return _withdraw(request, case)
    if name not in FILLER_MOVES or not may:
        raise Http404
    deed = FILLER_MOVES[name]
    return _do(request, case, lambda: deed(case, by=request.actor, at=timezone.now()))


def _withdraw(request: CityRequest, case: Case) -> HttpResponseBase:
    words = str(request.POST.get("words", ""))[:1_000]
    return _do(
        request,
        case,
        lambda: actions.withdraw(case, reason=words, by=request.actor, at=timezone.now()),
    )


@require_POST
@requires(perms.may_see_cases)
def return_case(request: CityRequest, case_id: UUID) -> HttpResponseBase:
    """Asks for papers, all at once, with a printed list."""
    case = revision_of(request, find_or_404(request, case_id))
    form = Words(request.POST)
    if not (perms.may_fill(request.user, case) or perms.may_decide(request.user, case)):
        raise Http404
    words = form.cleaned_data["words"] if form.is_valid() else ""
    return _do(
        request,
        case,
        lambda: actions.return_for_materials(
            case,
            missing=request.POST.getlist("missing"),
            words=words,
            by=request.actor,
            at=timezone.now(),
        ),
    )


@require_POST
@requires(perms.may_see_cases)
def finish(request: CityRequest, case_id: UUID) -> HttpResponseBase:
    """即来即办: done at the window, with the result printed."""
    case = revision_of(request, find_or_404(request, case_id))
    if not perms.may_fill(request.user, case):
        raise Http404

    def deed() -> None:
        actions.finish_at_window(case, by=request.actor, at=timezone.now())
        messages.success(request, "办好了。请打印结果交给本人，再完成叫号。")

    return _do(request, case, deed)


@require_POST
@requires(perms.may_see_cases)
def decide(request: CityRequest, case_id: UUID) -> HttpResponseBase:
    """Grants or refuses."""
    case = revision_of(request, find_or_404(request, case_id))
    if not perms.may_decide(request.user, case):
        raise Http404
    form = Decide(request.POST)
    if not form.is_valid():
        return shown_again(request, case, "请选择同意或不同意，理由最多 1000 字。")
    filled: dict[str, Any] = form.cleaned_data

    def deed() -> Case:
        by, at = request.actor, timezone.now()
        if filled["outcome"] == "grant":
            decided = actions.grant(case, reason=filled["reason"] or "符合条件。", by=by, at=at)
        else:
            decided = actions.refuse(
                case, reason=filled["reason"], remedy=filled["remedy"], by=by, at=at
            )
        return actions.make_result(decided, by=by, at=at)

    return _do(request, case, deed)


@require_POST
@requires(perms.may_see_cases)
def deliver(request: CityRequest, case_id: UUID) -> HttpResponseBase:
    """Hands the result over against a receipt."""
    case = revision_of(request, find_or_404(request, case_id))
    if not perms.may_fill(request.user, case):
        raise Http404
    form = Deliver(request.POST)
    if not form.is_valid():
        return shown_again(request, case, "请写下签收人是谁。", deliver_form=form)
    filled = form.cleaned_data

    def deed() -> Case:
        by, at = request.actor, timezone.now()
        done = actions.deliver(
            case,
            handed_by=HandedBy(filled["handed_by"]),
            received_by=filled["received_by"],
            by=by,
            at=at,
        )
        return actions.close(done, by=by, at=at)

    return _do(request, case, deed)
