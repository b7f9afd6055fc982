"""Everything that goes out: filters, the pause, the dead ones."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import press
from nuanban.accounts.perms import CityRequest, requires
from nuanban.notices import actions, perms, queries
from nuanban.notices.enums import Kind, NoticeState
from nuanban.notices.forms import Release, WhichKind

PER_PAGE = 25


@never_cache
@require_safe
@requires(perms.may_see_notices)
def notice_list(request: CityRequest) -> HttpResponseBase:
    """The list with its filters; they stay in the address."""
    return _shown(request, Release())


def _shown(request: CityRequest, form: Release, status: int = 200) -> HttpResponseBase:
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    found, counts = queries.notices(), queries.counts_by_state()
    if state in NoticeState.values:
        found = found.filter(state=state)
    if kind in Kind.values:
        found = found.filter(kind=kind)
    user = request.user
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "states": [(s.value, s.label, counts.get(s.value, 0)) for s in NoticeState],
        "kinds": Kind.choices,
        "state": state,
        "kind": kind,
        "outlook": queries.outlook(),
        "release_form": form,
        "may_release": perms.may_release_sending(user),
        "may_mend": perms.may_mend_notices(user),
        "may_read": perms.may_read_texts(user),
        "has_demo_box": queries.demo_messages().exists(),
    }
    return render(request, "notices/list.html", context, status=status)


@require_POST
@requires(perms.may_release_sending)
def release(request: CityRequest) -> HttpResponseBase:
    """Sending goes on, with a reason."""
    form = Release(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        actions.release_sending(reason=reason, by=request.actor, at=timezone.now())
        messages.success(request, "已经放开，等着的通知会马上发出。")
        return reverse("notices:list")

    return press(request, act, reverse("notices:list"))


@require_POST
@requires(perms.may_mend_notices)
def retry_all(request: CityRequest) -> HttpResponseBase:
    """Every dead notice of a kind waits again."""
    form = WhichKind(request.POST)
    if not form.is_valid():
        return redirect("notices:list")

    def act() -> str:
        kind = Kind(form.cleaned_data["kind"])
        count = actions.retry_all_dead(kind=kind, by=request.actor, at=timezone.now())
        messages.success(request, f"{count} 条{kind.label}重新排队。")
        return reverse("notices:list")

    return press(request, act, reverse("notices:list"))
