"""Outlines of divisions: a file is brought, looked at on a map, and taken."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.desk.forms import OutlineFileForm
from nuanban.lib.errors import Refusal
from nuanban.lib.flat_map import flat_around, path_of
from nuanban.offices import actions
from nuanban.offices import queries as offices
from nuanban.offices.enums import Datum
from nuanban.offices.perms import may_bring_outlines
from nuanban.offices.queries import OutlineFile

WIDTH, EDGE = 900.0, 10.0


@dataclass(frozen=True)
class Row:
    """One matched outline: what taking it would change, in a word with its tone."""

    code: str
    name: str
    remark: str
    word: str
    tone: str
    path: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_bring_outlines)
def bring(request: CityRequest) -> HttpResponseBase:
    """A new file; the files that were brought before."""
    form = OutlineFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return submit_once(request, lambda: _bring(request, form))
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    context = {
        "form": form,
        "files": offices.outline_files()[:20],
        "drawn": offices.outlines_drawn(),
    }
    return render(request, "desk/outlines.html", context, status=422 if form.errors else 200)


def _bring(request: CityRequest, form: OutlineFileForm) -> str:
    sent, at = form.cleaned_data["file"], timezone.now()
    kept = actions.bring_outlines(
        sent.read(),
        name=sent.name or "",
        datum=Datum(form.cleaned_data["datum"]),
        by=request.actor,
        at=at,
    )
    if kept.brought_at != at:
        messages.info(request, "这个文件收过，没有再收一次。")
    return reverse("offices:outline_file", args=[kept.pk])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_bring_outlines)
def outline_file(request: CityRequest, key: UUID) -> HttpResponseBase:
    """What matched, what did not and why; then taken."""
    file = offices.outline_file(key)
    if file is None:
        raise Http404
    if request.method == "POST":
        try:
            return submit_once(request, lambda: _take(request, file))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return render(request, "desk/outline_file.html", _shown(file))


def _take(request: CityRequest, file: OutlineFile) -> str:
    changed = actions.take_outlines(file, by=request.actor, at=timezone.now())
    words = f"已换上 {changed} 个轮廓。" if changed else "和现在的轮廓一样，什么也没有变。"
    messages.success(request, words)
    return reverse("offices:outline_file", args=[file.pk])


def _shown(file: OutlineFile) -> dict[str, Any]:
    standing = {one.division_id: one.shape for one in offices.outlines_of(_codes(file))}
    if not file.found:
        return {"file": file, "rows": [], "changes": 0, "height": 0}
    boxes = [row["box"] for row in file.found]
    flat = flat_around(
        [value for box in boxes for value in (box[0], box[2])],
        [value for box in boxes for value in (box[1], box[3])],
        width=WIDTH,
        edge=EDGE,
    )
    rows = []
    for row in file.found:
        old = standing.get(row["code"])
        word, tone = ("新", "pine") if old is None else ("换掉现在的", "warm")
        if old == row["shape"]:
            word, tone = "和现在的一样", "plain"
        path = path_of(row["shape"], flat.place)
        rows.append(Row(row["code"], row["name"], row["remark"], word, tone, path))
    changes = sum(row.tone != "plain" for row in rows)
    return {"file": file, "rows": rows, "changes": changes, "height": flat.height}


def _codes(file: OutlineFile) -> list[str]:
    return [row["code"] for row in file.found]
