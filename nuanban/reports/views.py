"""Figures for those in charge, their rows, exports, the import of the past, the public page."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.perms import CityRequest, requires
from nuanban.cases import actions as cases
from nuanban.cases import perms as case_perms
from nuanban.cases.enums import FIVE_CHANNELS, Channel
from nuanban.catalogue import queries as catalogue
from nuanban.journal.actions import record
from nuanban.lib.errors import Refusal
from nuanban.lib.small_cells import public_number
from nuanban.offices import queries as offices
from nuanban.ratings import queries as ratings
from nuanban.reports import export, perms
from nuanban.reports.figures import DEFINITIONS, Filter, Line, bars, figures, hide_small
from nuanban.reports.forms import FigureFilter, PastTable
from nuanban.reports.past import COLUMNS, read_table
from nuanban.visits import queries as visits

ROWS_PER_PAGE = 50


@never_cache
@require_safe
@requires(perms.may_read_figures)
def figure_page(request: CityRequest) -> HttpResponseBase:
    """All tables of a filter; every number leads to its rows."""
    form = FigureFilter(request.GET)
    wanted = form.wanted()
    found = figures(wanted)
    context = {
        "form": form,
        "found": found,
        "channels": list(Channel),
        "tables": [
            ("人群", "group", found.groups),
            ("事项", "item", found.items),
            ("场所", "site", found.sites),
            ("日期", "day", found.days),
        ],
        "definitions": DEFINITIONS,
        "ratings": ratings.totals(),
        "urgent": visits.reached(wanted.begins_on, wanted.ends_on, wanted.site),
        "cars": visits.use_of_cars(wanted.begins_on, wanted.ends_on, wanted.site),
        "query": request.GET.urlencode(),
        "may_import": case_perms.may_import_servings(request.user),
    }
    return render(request, "reports/figures.html", context)


@never_cache
@require_safe
@requires(perms.may_read_figures)
def rows(request: CityRequest) -> HttpResponseBase:
    """The servings behind a number."""
    found = FigureFilter(request.GET).wanted().apply()
    found = found.select_related("item", "site", "staff", "resident", "case")
    page = Paginator(found.order_by("-served_on", "-ended_at"), ROWS_PER_PAGE)
    context = {"page": page.get_page(request.GET.get("page")), "query": request.GET.urlencode()}
    return render(request, "reports/rows.html", context)


@never_cache
@require_safe
@requires(perms.may_read_figures)
def download(request: CityRequest, kind: str) -> HttpResponseBase:
    """The figures of a filter as a file; who took it is kept."""
    found = figures(FigureFilter(request.GET).wanted())
    record("reports.exported", by=request.actor, at=timezone.now(), payload={"kind": kind})
    if kind == "xlsx":
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(export.as_xlsx(found), content_type=media)
    else:
        response = HttpResponse(export.as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="servings.{kind}"'
    return response


@never_cache
@requires(case_perms.may_import_servings)
def import_past(request: CityRequest) -> HttpResponseBase:
    """Past servings from a table: a report row by row; the same file twice adds nothing."""
    form = PastTable(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": COLUMNS}
    if request.method == "POST" and form.is_valid():
        try:
            reading = read_table(
                form.cleaned_data["table"].read(),
                sites={site.code for site in offices.sites()},
                items=set(catalogue.items().values_list("code", flat=True)),
            )
            context["reading"] = reading
            added = cases.import_servings(reading.rows, by=request.actor, at=timezone.now())
            context["added"] = added
            if not reading.faults:
                messages.success(request, f"已导入 {added} 行，共 {reading.people} 人次。")
                return redirect("reports:figures")
        except Refusal as refusal:
            form.add_error("table", str(refusal))
    return render(request, "reports/import.html", context)


@require_safe
@login_not_required
def public(request: HttpRequest) -> HttpResponseBase:
    """What the city publishes: cells under 5 hidden."""
    found = figures(Filter())
    labels = [c.label for c in FIVE_CHANNELS]
    context = {
        "totals": [
            (c.label, public_number(found.totals.by_channel.get(c.value, 0))) for c in FIVE_CHANNELS
        ],
        "sum": public_number(found.totals.total),
        "bars": bars(found.totals),
        "groups": _labelled(found.groups, labels),
        "items": _labelled([line for line in found.items if line.total][:20], labels),
        "channels": labels,
        "definitions": DEFINITIONS,
        "ratings": ratings.totals(),
    }
    return render(request, "reports/public.html", context)


def _labelled(
    lines: Sequence[Line], labels: Sequence[str]
) -> list[tuple[str, list[tuple[str, str]], str]]:
    """Lines for the public, each cell with the head of its column."""
    hidden = hide_small(lines)
    return [(name, list(zip(labels, cells, strict=True)), total) for name, cells, total in hidden]
