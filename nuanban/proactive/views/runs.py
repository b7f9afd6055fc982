"""A run: prepared, looked at, proposed by one, released by another."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanban.accounts.once import press, submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.accounts.queries import User
from nuanban.eligibility import queries as eligibility
from nuanban.lib.days import city_day
from nuanban.lib.errors import NotAllowed
from nuanban.offices import queries as offices
from nuanban.proactive import actions, perms, queries
from nuanban.proactive.enums import ChangeKind, RunState
from nuanban.proactive.forms import Prepare, Words
from nuanban.proactive.queries import Run

PER_PAGE = 25


def find_or_404(run_id: UUID) -> Run:
    """The run, or 404."""
    found = queries.run_by_id(run_id)
    if found is None:
        raise Http404
    return found


def _places() -> list[tuple[str, str]]:
    city = offices.city()
    if city is None:
        return []
    counties = offices.divisions_below(city.division_id)
    return [(city.division_id, f"{city.name}全市"), *((d.code, d.name) for d in counties)]


def _form(*args: Any) -> Prepare:
    day = city_day(timezone.now())
    book = eligibility.book_on(day)
    choices = [(p.id, f"{p.title}（{p.department}）") for p in book.values()]
    return Prepare(*args, places=_places(), choices=choices, initial={"day": day})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_see_runs)
def runs(request: CityRequest) -> HttpResponseBase:
    """The last runs, and a new one."""
    form = _form(request.POST) if request.method == "POST" else _form()
    status = 200
    if request.method == "POST":
        if not perms.may_prepare_runs(request.user):
            raise NotAllowed
        if form.is_valid():
            return submit_once(request, lambda: _prepare(request, form.cleaned_data))
        status = 422
    context = {
        "runs": queries.runs()[: queries.RECENT],
        "form": form,
        "may_prepare": perms.may_prepare_runs(request.user),
        "overpaid": queries.waiting_overpayments(),
    }
    return render(request, "proactive/runs.html", context, status=status)


def _prepare(request: CityRequest, filled: dict[str, Any]) -> str:
    made = actions.prepare_run(
        day=filled["day"],
        place=filled["place"],
        policies=filled["policies"],
        by=request.user,
        at=timezone.now(),
    )
    return reverse("proactive:run", args=[made.pk])


@never_cache
@require_safe
@requires(perms.may_see_runs)
def run(request: CityRequest, run_id: UUID) -> HttpResponseBase:
    """One run: what it would do, beside the last time; and the buttons of whoever may."""
    return render(request, "proactive/run.html", _context(request, find_or_404(run_id), Words()))


def _context(request: CityRequest, found: Run, form: Words) -> dict[str, Any]:
    names = dict(_places())
    lines = queries.preview(found, actions.last_figures(found), names)
    return {
        "run": found,
        "place": names.get(found.place, found.place),
        "lines": [line for line in lines if line.kinds],
        "silent": [line.title for line in lines if not line.kinds],
        "whole": sum(line.fen for line in lines),
        "heads": sum(line.heads for line in lines),
        "fading": any(line.kinds.get(ChangeKind.FADE) for line in lines),
        "form": form,
        "is_running": found.state in (RunState.RECKONING, RunState.RELEASING),
        "progress": queries.progress(found),
        "may_propose": found.state == RunState.PREVIEWED and perms.may_prepare_runs(request.user),
        "may_release": found.state == RunState.PROPOSED and perms.may_release(request.user, found),
        "may_refuse": found.state in (RunState.PREVIEWED, RunState.PROPOSED, RunState.FAILED)
        and (perms.may_prepare_runs(request.user) or perms.may_release_runs(request.user)),
    }


@never_cache
@require_safe
@requires(perms.may_see_runs)
def progress(request: CityRequest, run_id: UUID) -> HttpResponseBase:
    """How far it is; the whole page again once it is done."""
    found = find_or_404(run_id)
    response = render(request, "proactive/parts/progress.html", _context(request, found, Words()))
    if found.state not in (RunState.RECKONING, RunState.RELEASING):
        response["HX-Refresh"] = "true"
    return response


@require_POST
@requires(perms.may_see_runs)
def move_run(request: CityRequest, run_id: UUID, name: str) -> HttpResponseBase:
    """Propose, release or refuse."""
    found = find_or_404(run_id)
    form = Words(request.POST)
    if name not in _MAY or not form.is_valid():
        raise Http404
    if not _MAY[name](request.user):
        raise NotAllowed
    words = form.cleaned_data["words"]

    def deed() -> str:
        _move(found, name, words, request.user)
        return reverse("proactive:run", args=[found.pk])

    return press(request, deed, reverse("proactive:run", args=[found.pk]))


_MAY: dict[str, Callable[[User], bool]] = {
    "propose": perms.may_prepare_runs,
    "release": perms.may_release_runs,
    "refuse": lambda user: perms.may_prepare_runs(user) or perms.may_release_runs(user),
}


def _move(found: Run, name: str, words: str, user: User) -> None:
    at = timezone.now()
    if name == "release":
        actions.release_run(found, by=user, at=at)
    elif name == "propose":
        actions.propose_run(found, words=words, by=user, at=at)
    else:
        actions.refuse_run(found, words=words, by=user, at=at)


@never_cache
@require_safe
@requires(perms.may_see_runs)
def people(request: CityRequest, run_id: UUID) -> HttpResponseBase:
    """Whom it means, by policy and kind, with names masked to what is needed."""
    found = find_or_404(run_id)
    policy, kind = request.GET.get("policy", ""), request.GET.get("kind", "")
    page = Paginator(queries.changes_of(found, policy=policy, kind=kind), PER_PAGE)
    book = eligibility.book_on(found.day)
    context = {
        "run": found,
        "page": page.get_page(request.GET.get("page")),
        "policies": [(name, book[name].title) for name in found.policies if name in book],
        "titles": {name: policy.title for name, policy in book.items()},
        "kinds": ChangeKind.choices,
        "policy": policy,
        "kind": kind,
        "vocabulary": {name: fact.title for name, fact in book.vocabulary.items()},
    }
    return render(request, "proactive/people.html", context)
