"""One row that waits: mend it, register its person, or drop it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.feeds import actions, perms, queries
from nuanban.feeds.enums import Cause, RowState
from nuanban.feeds.forms import MendedRow, Why
from nuanban.feeds.queries import QuarantinedRow, kinds
from nuanban.feeds.views.finding import press, row_or_404
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
    cells = queries.cells_of_row(found)
    header = found.delivery.header
    form = MendedRow(header, queries.needed_of(found.delivery), cells, request.POST or None)

    def act() -> str:
        actions.fix_row(found, cells=form.cells(), by=request.actor, at=timezone.now())
        messages.success(request, f"第 {found.number} 行已收下。")
        return _page_of(found)

    if request.method == "POST" and form.is_valid():
        try:
            return submit_once(request, act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    else:
        # Whole numbers are shown here: who looked stays on record.
        at = timezone.now()
        record("feeds.row_opened", by=request.actor, at=at, object_id=found.delivery_id)
    context = {
        "row": found,
        "kind": kinds()[found.delivery.kind],
        "form": form,
        "why_form": Why(),
        "extra": cells[len(header) :],
        "is_waiting": found.state == RowState.WAITING,
        "may_register": found.cause == Cause.UNKNOWN_PERSON,
    }
    return render(request, "feeds/row.html", context, status=422 if form.errors else 200)


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
