"""Deeds on a whole file: begin, release, refuse, try again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nuanban.accounts.once import press
from nuanban.accounts.perms import CityRequest, requires
from nuanban.feeds import actions, perms
from nuanban.feeds.enums import DeliveryState
from nuanban.feeds.forms import Release, Why
from nuanban.feeds.queries import Delivery
from nuanban.feeds.views.finding import delivery_or_404
from nuanban.feeds.views.one import show


def _page_of(found: Delivery) -> str:
    return reverse("feeds:delivery", args=[found.pk])


@require_POST
@requires(perms.may_bring_files)
def start(request: CityRequest, delivery_id: UUID) -> HttpResponseBase:
    """The preview is right: read it."""
    found = delivery_or_404(request, delivery_id)

    def act() -> str:
        actions.start(found, by=request.actor, at=timezone.now())
        return _page_of(found)

    return press(request, act, _page_of(found))


@require_POST
@requires(perms.may_release_held)
def release(request: CityRequest, delivery_id: UUID) -> HttpResponseBase:
    """A held file goes on, with words."""
    found, form = delivery_or_404(request, delivery_id), Release(request.POST)
    if not form.is_valid():
        return show(request, found, release_form=form)

    def act() -> str:
        words = form.cleaned_data["words"]
        actions.release_held(found, words=words, by=request.actor, at=timezone.now())
        messages.success(request, "已放行，正在写入。")
        return _page_of(found)

    return press(request, act, _page_of(found))


@require_POST
@requires(perms.may_see_feeds)
def set_aside(request: CityRequest, delivery_id: UUID) -> HttpResponseBase:
    """Not this file: before it is read by who brings files, when held by a lead officer."""
    found, form = delivery_or_404(request, delivery_id), Why(request.POST)
    is_held = found.state == DeliveryState.HELD
    may = perms.may_release_held if is_held else perms.may_bring_files
    if not (may(request.user) or perms.may_release_held(request.user)):
        raise Http404
    if not form.is_valid():
        return show(request, found, why_form=form)

    def act() -> str:
        words = form.cleaned_data["words"]
        actions.set_aside(found, words=words, by=request.actor, at=timezone.now())
        messages.success(request, "这个文件没有收，城市里什么也没有变。")
        return reverse("feeds:list")

    return press(request, act, _page_of(found))


@require_POST
@requires(perms.may_mend_rows)
def rerun(request: CityRequest, delivery_id: UUID) -> HttpResponseBase:
    """Rows whose person was not on file are tried once more."""
    found = delivery_or_404(request, delivery_id)

    def act() -> str:
        taken = actions.rerun_waiting(found, by=request.actor, at=timezone.now())
        messages.success(request, f"又收下 {taken} 行。")
        return _page_of(found)

    return press(request, act, _page_of(found))
