"""The moves of a case by button or key."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.utils import timezone

from nuanban.accounts.perms import CityRequest
from nuanban.cases import actions, perms
from nuanban.cases.enums import HandedBy
from nuanban.cases.forms import Decide, Deliver, Words
from nuanban.cases.queries import Case
from nuanban.cases.views.page import act_once, shown_again

Deed = Callable[..., Case]
FILLER_MOVES: dict[str, Deed] = {
    "submit": actions.submit,
    "accept": actions.accept,
    "resume": actions.resume,
    "make_result": actions.make_result,
    "close": actions.close,
    "take": actions.take,
}


def move(request: CityRequest, case: Case) -> HttpResponseBase:
    """Moves without words: submit, accept, resume, make the result, close, take."""
    _ask_may_move(request, case)
    deed = FILLER_MOVES[request.POST["deed"]]
    return act_once(request, case, lambda: deed(case, by=request.actor, at=timezone.now()))


def _ask_may_move(request: CityRequest, case: Case) -> None:
    if not (perms.may_fill(request.user, case) or perms.may_decide(request.user, case)):
        raise Http404


def withdraw(request: CityRequest, case: Case) -> HttpResponseBase:
    """The person no longer wants it; the reason is kept."""
    _ask_may_move(request, case)
    words = str(request.POST.get("words", ""))[:1_000]
    return act_once(
        request,
        case,
        lambda: actions.withdraw(case, reason=words, by=request.actor, at=timezone.now()),
    )


def return_case(request: CityRequest, case: Case) -> HttpResponseBase:
    """Asks for papers, all at once, with a printed list."""
    _ask_may_move(request, case)
    form = Words(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    return act_once(
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


def finish(request: CityRequest, case: Case) -> HttpResponseBase:
    """即来即办: done at the window, with the result printed."""
    if not perms.may_fill(request.user, case):
        raise Http404

    def deed() -> None:
        actions.finish_at_window(case, by=request.actor, at=timezone.now())
        messages.success(request, "办好了。请打印结果交给本人，再完成叫号。")

    return act_once(request, case, deed)


def decide(request: CityRequest, case: Case) -> HttpResponseBase:
    """Grants or refuses."""
    if not perms.may_decide(request.user, case):
        raise Http404
    form = Decide(request.POST)
    if not form.is_valid():
        return shown_again(request, case, "请选择同意或不同意，理由最多 1000 字。", 422)
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

    return act_once(request, case, deed)


def deliver(request: CityRequest, case: Case) -> HttpResponseBase:
    """Hands the result over against a receipt."""
    if not perms.may_fill(request.user, case):
        raise Http404
    form = Deliver(request.POST)
    if not form.is_valid():
        return shown_again(request, case, "请写下签收人是谁。", 422, deliver_form=form)
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

    return act_once(request, case, deed, deliver_form=form)
