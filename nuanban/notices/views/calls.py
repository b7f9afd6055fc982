"""Calls to make: take one, see the number, call, write down how it was."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanban.accounts.once import press, submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.errors import Refusal
from nuanban.notices import actions, perms, queries
from nuanban.notices.enums import CallOutcome, Kind, NoticeState
from nuanban.notices.forms import Called
from nuanban.notices.queries import Notice
from nuanban.notices.views.finding import find_or_404

MOST_SHOWN = 50


@never_cache
@require_safe
@requires(perms.may_make_calls)
def call_list(request: CityRequest) -> HttpResponseBase:
    """What I took, then what waits, the oldest first."""
    waiting = queries.calls_to_make(timezone.now())
    context = {
        "mine": queries.calls_held_by(request.user.pk),
        "waiting": waiting[:MOST_SHOWN],
        "count": waiting.count(),
        "outlook": queries.outlook(),
    }
    return render(request, "notices/calls.html", context)


@require_POST
@requires(perms.may_make_calls)
def take(request: CityRequest, notice_id: UUID) -> HttpResponseBase:
    """The call is mine."""
    found = find_or_404(notice_id, Kind.CALL_TASK)

    def act() -> str:
        user, by = request.user, request.actor
        actions.take_call_task(found, user=user, by=by, at=timezone.now())
        return reverse("notices:call", args=[found.pk])

    return press(request, act, reverse("notices:calls"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_make_calls)
def call(request: CityRequest, notice_id: UUID) -> HttpResponseBase:
    """One call: what to say, the number for whoever took it, and how it was."""
    found = find_or_404(notice_id, Kind.CALL_TASK)
    form = Called(request.POST or None)

    def act() -> str:
        actions.finish_call_task(
            found,
            outcome=CallOutcome(form.cleaned_data["outcome"]),
            words=form.cleaned_data["words"],
            user=request.user,
            by=request.actor,
            at=timezone.now(),
        )
        return reverse("notices:calls")

    if request.method == "POST" and form.is_valid():
        try:
            return submit_once(request, act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    is_mine = _is_mine(request, found)
    context = {
        "notice": found,
        "is_mine": is_mine,
        "number": queries.number_to_call(found) if is_mine else "",
        "attempts": queries.attempts_of(found),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "notices/call.html", context, status=status)


def _is_mine(request: CityRequest, found: Notice) -> bool:
    return found.state == NoticeState.SENDING and found.taken_by_id == request.user.pk
