"""One policy as it applies: in words, its versions, and the ways to change or copy it."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.eligibility import actions, perms, queries
from nuanban.eligibility.forms import CopyForm
from nuanban.eligibility.places import PlaceNames
from nuanban.eligibility.sheets import sheet_of
from nuanban.eligibility.views.common import OtherDepartment, today
from nuanban.lib.errors import Refusal
from nuanban.rulebook.policy import Policy


def policy_or_404(name: str, day: date) -> Policy:
    """The policy of the book of a day, or 404."""
    found = queries.book_on(day).get(name)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
@requires(perms.may_see_policies)
def policy(request: CityRequest, policy: str) -> HttpResponseBase:
    """The policy in words, for reading and printing."""
    return _page(request, policy, CopyForm())


def _page(request: CityRequest, name: str, form: CopyForm, status: int = 200) -> HttpResponseBase:
    day = today()
    found = policy_or_404(name, day)
    in_force = next((v for v in queries.released(day) if v.policy == name), None)
    context: dict[str, Any] = {
        "sheet": sheet_of(found, queries.book_on(day), PlaceNames(), day),
        "day": day,
        "in_force": in_force,
        "versions": queries.versions_of(name),
        "draft": queries.open_versions().get(name),
        "copy_form": form,
        "may_write": perms.may_write(request.user, found.department),
        "may_copy": perms.may_write_policies(request.user),
        "why_not_write": perms.why_not_write(request.user, found.department),
    }
    return render(request, "eligibility/policy.html", context, status=status)


@require_POST
@requires(perms.may_write_policies)
def write(request: CityRequest, policy: str) -> HttpResponseBase:
    """Begins a draft from the newest text."""
    found = policy_or_404(policy, today())
    if not perms.may_write(request.user, found.department):
        raise OtherDepartment(why=perms.why_not_write(request.user, found.department))

    def deed() -> str:
        made = actions.write_version(policy, by=request.user, at=timezone.now())
        return reverse("eligibility:version", args=[made.pk])

    return submit_once(request, deed)


@require_POST
@requires(perms.may_write_policies)
def copy(request: CityRequest, policy: str) -> HttpResponseBase:
    """Begins a new policy as a copy."""
    policy_or_404(policy, today())
    form = CopyForm(request.POST)

    def deed() -> str:
        filled = form.cleaned_data
        made = actions.copy_policy(policy, **filled, by=request.user, at=timezone.now())
        return reverse("eligibility:version", args=[made.pk])

    if form.is_valid():
        try:
            return submit_once(request, deed)
        except Refusal as refusal:
            form.add_error("new_id", str(refusal))
    return _page(request, policy, form, status=422)
