"""Proposing, sending back, releasing, withdrawing; and the city before and after."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import press, submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.eligibility import actions, perms
from nuanban.eligibility.forms import DayForm, ReleaseForm, WhyForm
from nuanban.eligibility.queries import PolicyVersion
from nuanban.eligibility.views.common import version_or_404
from nuanban.eligibility.views.draft import difference_of, page
from nuanban.lib.errors import NotAllowed

_MOVES = ("propose", "send-back", "release", "withdraw")


@require_POST
@requires(perms.may_see_policies)
def move(request: CityRequest, version_id: UUID, name: str) -> HttpResponseBase:
    """One step of a text's life."""
    found = version_or_404(version_id)
    if name not in _MOVES:
        raise Http404
    if not _may(request, found, name):
        raise NotAllowed
    release, why = ReleaseForm(request.POST), WhyForm(request.POST)
    if name == "release" and not release.is_valid():
        return page(request, found, status=422, release_form=release)

    def deed() -> str:
        why.is_valid()
        _move(request, found, name, release, why.cleaned_data.get("why", ""))
        messages.success(request, _DONE[name])
        return reverse("eligibility:version", args=[found.pk])

    return press(request, deed, reverse("eligibility:version", args=[found.pk]))


_DONE = {
    "propose": "已提交，等首席领办员发布。",
    "send-back": "已退回，写的人可以接着改。",
    "release": "已发布。",
    "withdraw": "已撤回。",
}


def _may(request: CityRequest, found: PolicyVersion, name: str) -> bool:
    user = request.user
    if name == "propose":
        return perms.may_write(user, found.department)
    if name == "withdraw":
        return perms.may_withdraw(user, found)
    return perms.may_release_policies(user)


def _move(
    request: CityRequest, found: PolicyVersion, name: str, release: ReleaseForm, why: str
) -> None:
    user, at = request.user, timezone.now()
    if name == "propose":
        actions.propose_version(found, why=why, by=user, at=at)
    elif name == "send-back":
        actions.send_back(found, why=why, by=user, at=at)
    elif name == "release":
        day = release.cleaned_data["in_force_from"]
        actions.release_version(found, in_force_from=day, by=user, at=at)
    else:
        actions.withdraw_version(found, why=why, by=user, at=at)


@never_cache
@require_safe
@requires(perms.may_see_policies)
def difference(request: CityRequest, version_id: UUID) -> HttpResponseBase:
    """The city before and after; asks again by itself while it is being reckoned."""
    found = version_or_404(version_id)
    context = {"version": found, **difference_of(found)}
    return render(request, "eligibility/parts/difference.html", context)


@require_POST
@requires(perms.may_see_policies)
def ask_difference(request: CityRequest, version_id: UUID) -> HttpResponseBase:
    """Has the city judged twice."""
    found, form = version_or_404(version_id), DayForm(request.POST)
    is_theirs = perms.may_write(request.user, found.department)
    if not (is_theirs or perms.may_release_policies(request.user)):
        raise NotAllowed
    if not form.is_valid():
        return page(request, found, status=422, difference_form=form)

    def deed() -> str:
        day = form.cleaned_data["day"]
        actions.ask_difference(found, day=day, by=request.user, at=timezone.now())
        return f"{reverse('eligibility:version', args=[found.pk])}#difference"

    return submit_once(request, deed)
