"""One notice with every try to tell it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.once import press
from nuanban.accounts.perms import CityRequest, requires
from nuanban.lib.money import yuan
from nuanban.notices import actions, perms, queries
from nuanban.notices.forms import Reason
from nuanban.notices.queries import Notice
from nuanban.notices.views.finding import find_or_404


@never_cache
@require_safe
@requires(perms.may_see_notices)
def notice(request: CityRequest, notice_id: UUID) -> HttpResponseBase:
    """Words, address, state, tries; words only for those who speak with people."""
    return _shown(request, find_or_404(notice_id), Reason())


def _shown(
    request: CityRequest, found: Notice, form: Reason, status: int = 200
) -> HttpResponseBase:
    user = request.user
    context = {
        "notice": found,
        "rows": _rows(found),
        "attempts": queries.attempts_of(found),
        "form": form,
        "may_read": perms.may_read_texts(user),
        "may_mend": perms.may_mend_notices(user),
        "may_call": perms.may_make_calls(user),
        "may_post": perms.may_post_letters(user),
    }
    return render(request, "notices/notice.html", context, status=status)


def _rows(found: Notice) -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = [
        ("怎样通知", found.get_kind_display()),
        ("发到", found.to_masked or "本人的页面"),
        ("用途", found.purpose),
        ("记下的时间", timezone.localtime(found.created_at).strftime("%Y-%m-%d %H:%M")),
        ("试过", f"{found.tries} 次"),
    ]
    if found.sent_at:
        rows.append(("发出的时间", timezone.localtime(found.sent_at).strftime("%Y-%m-%d %H:%M")))
    elif found.state in ("waiting", "failed"):
        rows.append(("下次试", timezone.localtime(found.next_try_at).strftime("%m-%d %H:%M")))
    if found.receipt:
        rows.append(("回执", found.receipt))
    if found.cost_fen:
        rows.append(("费用", yuan(found.cost_fen)))
    return rows


@require_POST
@requires(perms.may_mend_notices)
def cancel(request: CityRequest, notice_id: UUID) -> HttpResponseBase:
    """Takes it back, with a reason."""
    found, form = find_or_404(notice_id), Reason(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    back = reverse("notices:notice", args=[found.pk])

    def act() -> str:
        reason = form.cleaned_data["reason"]
        actions.cancel(found, reason=reason, by=request.actor, at=timezone.now())
        messages.success(request, "已取消，不会再发。")
        return back

    return press(request, act, back)


@require_POST
@requires(perms.may_mend_notices)
def retry(request: CityRequest, notice_id: UUID) -> HttpResponseBase:
    """A dead one waits again."""
    found = find_or_404(notice_id)
    back = reverse("notices:notice", args=[found.pk])

    def act() -> str:
        actions.retry_dead(found, by=request.actor, at=timezone.now())
        messages.success(request, "重新排队了。")
        return back

    return press(request, act, back)
