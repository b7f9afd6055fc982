"""What people find out because data alone cannot decide."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.eligibility import queries as eligibility
from nuanban.eligibility.places import place_choices
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.offices import queries as offices
from nuanban.proactive import actions, perms, queries
from nuanban.proactive.enums import TaskKind, TaskState
from nuanban.proactive.forms import FinishTask
from nuanban.proactive.queries import Task
from nuanban.rulebook.facts import CITY

PER_PAGE = 25
DROPPED = "drop"


@never_cache
@require_safe
@requires(perms.may_do_tasks)
def tasks(request: CityRequest) -> HttpResponseBase:
    """Open tasks, the most urgent first."""
    kind = request.GET.get("kind", "")
    found = queries.tasks_visible_to(request.user)
    if kind in TaskKind.values:
        found = found.filter(kind=kind)
    book = eligibility.book_on(city_day(timezone.now()))
    city = offices.city()
    counties = offices.divisions_below(city.division_id) if city else []
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": TaskKind.choices,
        "kind": kind,
        "titles": {name: policy.title for name, policy in book.items()},
        "counties": {county.code: county.name for county in counties},
    }
    return render(request, "proactive/tasks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_do_tasks)
def task(request: CityRequest, task_id: UUID) -> HttpResponseBase:
    """One task: what to find out, and how it was."""
    found = queries.task_visible_to(request.user, task_id)
    if found is None:
        raise Http404
    form, status = _form(found), 200
    if request.method == "POST":
        form = _form(found, request.POST)
        status = 422
        if form.is_valid():
            try:
                return submit_once(request, lambda: _close(request, found, form))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    book = eligibility.book_on(city_day(timezone.now()))
    context = {
        "task": found,
        "policy": book.get(found.policy),
        "form": form,
        "is_open": found.state == TaskState.OPEN,
        "may_drop": found.kind in (TaskKind.LOOK_UP, TaskKind.KNOCK),
    }
    return render(request, "proactive/task.html", context, status=status)


def _form(found: Task, *args: Any) -> FinishTask:
    facts = [CITY[name] for name in found.missing if name in CITY]
    asks_going_on = found.entitlement is not None
    return FinishTask(*args, facts=facts, places=place_choices(), asks_going_on=asks_going_on)


def _close(request: CityRequest, found: Task, form: FinishTask) -> str:
    outcome, user, at = form.cleaned_data["outcome"], request.user, timezone.now()
    if request.POST.get("deed") == DROPPED:
        actions.drop_task(found, why=outcome, by=user, at=at)
    else:
        actions.finish_task(
            found,
            outcome=outcome,
            found=form.found(),
            goes_on=form.cleaned_data.get("goes_on"),
            since=form.cleaned_data.get("since"),
            by=user,
            at=at,
        )
    return reverse("proactive:tasks")
