"""One row that waits: mend it, register its person, or drop it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nuanban.accounts.once import press, submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.feeds import actions, perms, queries
from nuanban.feeds.enums import Cause, RowState
from nuanban.feeds.forms import MendedRow, Reason, Why
from nuanban.feeds.queries import QuarantinedRow
from nuanban.feeds.views.finding import row_or_404
from nuanban.feeds.words import masked
from nuanban.journal.actions import record
from nuanban.lib.errors import Refusal


def _page_of(found: QuarantinedRow) -> str:
    return reverse("feeds:delivery", args=[found.delivery_id])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_mend_rows)
def row(request: CityRequest, row_id: UUID) -> HttpResponseBase:
    """The row with a box for each column; sent, it is read again."""
    found = row_or_404(request, row_id)
    form = _form(found, request.POST or None)

    def act() -> str:
        actions.fix_row(found, cells=form.cells(), by=request.actor, at=timezone.now())
        messages.success(request, f"第 {found.number} 行已收下。")
        return _page_of(found)

    if request.method == "POST" and form.is_valid():
        try:
            return submit_once(request, act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, found, form)


def _form(found: QuarantinedRow, sent: Any = None, *, whole: bool = False) -> MendedRow:
    cells, delivery = queries.cells_of_row(found), found.delivery
    return MendedRow(delivery.header, queries.needed_of(delivery), cells, sent, whole=whole)


def _shown(
    request: CityRequest,
    found: QuarantinedRow,
    form: MendedRow,
    reason_form: Reason | None = None,
    *,
    whole: bool = False,
) -> HttpResponseBase:
    width = len(found.delivery.header)
    context = {
        "row": found,
        "form": form,
        "why_form": Why(),
        "reason_form": reason_form or Reason(),
        "extra": [masked(cell) for cell in queries.cells_of_row(found)[width:]],
        "is_whole": whole,
        "is_waiting": found.state == RowState.WAITING,
        "may_register": found.cause == Cause.UNKNOWN_PERSON,
    }
    status = 422 if form.errors or reason_form else 200
    return render(request, "feeds/row.html", context, status=status)


@never_cache
@require_POST
@requires(perms.may_mend_rows)
def reveal(request: CityRequest, row_id: UUID) -> HttpResponseBase:
    """The row with whole numbers, for a reason that stays in the journal."""
    found, reason = row_or_404(request, row_id), Reason(request.POST)
    if not reason.is_valid():
        return _shown(request, found, _form(found), reason)
    said = {"row": found.number, "reason": reason.cleaned_data["words"]}
    at, file = timezone.now(), found.delivery_id
    record("feeds.row_revealed", by=request.actor, at=at, object_id=file, payload=said)
    return _shown(request, found, _form(found, whole=True), whole=True)


@require_POST
@requires(perms.may_mend_rows)
def register(request: CityRequest, row_id: UUID) -> HttpResponseBase:
    """登记后重来."""
    found = row_or_404(request, row_id)

    def act() -> str:
        actions.register_and_rerun(found, by=request.actor, at=timezone.now())
        messages.success(request, f"已登记，第 {found.number} 行已收下。")
        return _page_of(found)

    return press(request, act, reverse("feeds:row", args=[found.pk]))


@require_POST
@requires(perms.may_mend_rows)
def drop(request: CityRequest, row_id: UUID) -> HttpResponseBase:
    """The row is not taken."""
    found, form = row_or_404(request, row_id), Why(request.POST)

    def act() -> str:
        words = form.cleaned_data["words"] if form.is_valid() else ""
        actions.drop_row(found, words=words, by=request.actor, at=timezone.now())
        messages.success(request, f"第 {found.number} 行不再处理。")
        return _page_of(found)

    return press(request, act, reverse("feeds:row", args=[found.pk]))
