"""One file: how far it is, what came of it, the rows that wait."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.feeds import export, perms, queries
from nuanban.feeds.enums import Cause, DeliveryState, RowState
from nuanban.feeds.forms import Reason, Release, Why
from nuanban.feeds.queries import Delivery, kinds
from nuanban.feeds.views.finding import delivery_or_404
from nuanban.feeds.words import shown
from nuanban.journal.actions import record

PER_PAGE = 25
RUNNING = (DeliveryState.READING, DeliveryState.KEEPING)


@never_cache
@require_safe
@requires(perms.may_see_feeds)
def delivery(request: CityRequest, delivery_id: UUID) -> HttpResponseBase:
    """The page of a file."""
    return show(request, delivery_or_404(request, delivery_id))


def show(
    request: CityRequest,
    found: Delivery,
    *,
    release_form: Release | None = None,
    why_form: Why | None = None,
    reason_form: Reason | None = None,
) -> HttpResponseBase:
    """The page, with forms that were filled in wrongly."""
    state, user = request.GET.get("state", ""), request.user
    rows = queries.rows_of(found)
    if state in RowState.values:
        rows = rows.filter(state=state)
    is_wrong = bool(release_form or why_form or reason_form)
    context = {
        **_progress(found),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "states": _states(found),
        "state": state,
        "compare": _compare(found) if found.state == DeliveryState.HELD else [],
        "preview": _preview(found),
        "unknown": queries.waiting_rows(found).filter(cause=Cause.UNKNOWN_PERSON).count(),
        "release_form": release_form or Release(),
        "why_form": why_form or Why(),
        "reason_form": reason_form or Reason(),
        "may_bring": perms.may_bring_files(user),
        "may_mend": perms.may_mend_rows(user),
        "may_release": perms.may_release_held(user) and found.sender_id != user.pk,
    }
    return render(request, "feeds/delivery.html", context, status=422 if is_wrong else 200)


@never_cache
@require_safe
@requires(perms.may_see_feeds)
def progress(request: CityRequest, delivery_id: UUID) -> HttpResponseBase:
    """How far it is; once it is done, the whole page is asked for anew."""
    found = delivery_or_404(request, delivery_id)
    response = render(request, "feeds/parts/progress.html", _progress(found))
    if found.state not in RUNNING and request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


def _progress(found: Delivery) -> dict[str, Any]:
    return {
        "delivery": found,
        "kind": kinds()[found.kind],
        "is_running": found.state in RUNNING,
        "waiting": queries.waiting_rows(found).count(),
    }


def _states(found: Delivery) -> list[tuple[str, str, int]]:
    rows = queries.rows_of(found)
    return [(s.value, str(s.label), rows.filter(state=s).count()) for s in RowState]


def _compare(found: Delivery) -> list[tuple[str, object, object]]:
    """What it was and what this file says, side by side."""
    last, kind = queries.last_kept(found), kinds()[found.kind]
    before = queries.people_before(kind, found)
    lines: list[tuple[str, object, object]] = [
        ("名单截至", last.as_of if last else "没有收过", found.as_of),
        ("人数", before, found.people),
        ("挑出的行", last.quarantined if last else "—", found.quarantined),
    ]
    if kind.more_deaths_percent:
        lines.append(("死亡", last.deaths if last else "—", found.deaths))
    if kind.is_whole_list:
        lines.append(("放行后从名单撤下的人", "—", queries.count_missing(found)))
    return lines


def _preview(found: Delivery) -> dict[str, Any] | None:
    if found.state != DeliveryState.RECEIVED:
        return None
    seen = queries.preview(found)
    if seen is None:
        return None
    rows = [
        {
            "number": row.number,
            "fault": row.fault,
            "cells": [
                (name, shown(cell))
                for (name, _), cell in zip(seen.columns, row.cells, strict=False)
            ],
        }
        for row in seen.rows
    ]
    return {"columns": seen.columns, "rows": rows, "faulty": seen.faulty}


@never_cache
@require_POST
@requires(perms.may_mend_rows)
def export_rows(request: CityRequest, delivery_id: UUID) -> HttpResponseBase:
    """Rows that wait, whole, with what is wrong beside; the reason stays in the journal."""
    found, reason = delivery_or_404(request, delivery_id), Reason(request.POST)
    if not reason.is_valid():
        return show(request, found, reason_form=reason)
    waiting = queries.waiting_rows(found).select_related("delivery")
    rows = [["第几行", "为什么", *found.header]]
    rows += [[str(r.number), r.reason, *queries.cells_of_row(r)] for r in waiting]
    said, at = {"reason": reason.cleaned_data["words"]}, timezone.now()
    record("feeds.rows_exported", by=request.actor, at=at, object_id=found.pk, payload=said)
    response = HttpResponse(export.as_csv(rows), content_type=export.CSV)
    response["Content-Disposition"] = f'attachment; filename="{found.kind}-rows.csv"'
    return response
