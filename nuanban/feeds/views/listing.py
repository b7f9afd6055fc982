"""All lists with their last file; templates; a new file."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuanban.accounts.once import submit_once
from nuanban.accounts.perms import CityRequest, requires
from nuanban.feeds import actions, export, perms, queries
from nuanban.feeds.cells import how_to_write
from nuanban.feeds.enums import DeliveryState
from nuanban.feeds.forms import NewFile
from nuanban.feeds.queries import Delivery, FeedKind
from nuanban.feeds.views.finding import kind_or_404
from nuanban.lib.days import CITY_TZ, city_day
from nuanban.lib.errors import Refusal

PER_PAGE = 20
OLD_DAYS = 35


@dataclass(frozen=True)
class Shown:
    """One list: its last file, the one in use if another, rows that wait, days gone by."""

    kind: FeedKind
    last: Delivery | None
    in_use: Delivery | None
    waiting: int
    days: int

    @property
    def is_old(self) -> bool:
        """The department seems to have forgotten it."""
        return self.last is not None and self.days > OLD_DAYS


@never_cache
@require_safe
@requires(perms.may_see_feeds)
def feed_list(request: CityRequest) -> HttpResponseBase:
    """Every list of this person, then every file, the newest first."""
    kinds = queries.kinds_visible_to(request.user)
    files = queries.deliveries_visible_to(request.user)
    titles = {kind.code: kind.title for kind in kinds}
    page = Paginator(files, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "feeds": _shown(kinds),
        "page": page,
        "files": [(titles[one.kind], one) for one in page],
        "held": queries.held_count(list(titles)),
        "may_bring": perms.may_bring_files(request.user),
    }
    return render(request, "feeds/list.html", context)


def _shown(kinds: list[FeedKind]) -> list[Shown]:
    newest, today = queries.newest_of_each(), city_day(timezone.now())
    found = []
    for kind in kinds:
        last = newest.get(kind.code)
        waiting = queries.waiting_rows(last).count() if last else 0
        days = (today - last.as_of).days if last else 0
        is_kept = last is None or last.state == DeliveryState.KEPT
        in_use = None if is_kept or last is None else queries.last_kept(last)
        found.append(Shown(kind, last, in_use, waiting, days))
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(perms.may_bring_files)
def upload(request: CityRequest, kind: str) -> HttpResponseBase:
    """A new file: stored and looked at; reading begins on its own page."""
    wanted = kind_or_404(request, kind)
    form = NewFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _receive(request, wanted, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    columns = [(column, how_to_write(column)) for column in wanted.columns]
    context = {"kind": wanted, "form": form, "columns": columns}
    return render(request, "feeds/upload.html", context, status=422 if form.errors else 200)


def _receive(request: CityRequest, kind: FeedKind, form: NewFile) -> HttpResponseBase:
    sent = form.cleaned_data["file"]
    stored = actions.take(sent.chunks())

    def act() -> str:
        found = actions.receive(
            kind,
            stored,
            name=sent.name or "",
            as_of=form.cleaned_data["as_of"],
            starts=False,
            by=request.actor,
            at=timezone.now(),
        )
        if found.pk != stored.key:
            day = f"{found.received_at.astimezone(CITY_TZ):%Y-%m-%d}"
            messages.info(request, f"这个文件 {day} 已经收过，没有再收一次，什么也没有变。")
        return reverse("feeds:delivery", args=[found.pk])

    try:
        return submit_once(request, act)
    finally:
        actions.throw_away_unused(stored)


@require_safe
@requires(perms.may_see_feeds)
def template(request: CityRequest, kind: str, ending: str) -> HttpResponseBase:
    """A table to fill in."""
    wanted = kind_or_404(request, kind)
    if ending not in ("xlsx", "csv"):
        raise Http404
    if ending == "xlsx":
        response = HttpResponse(export.template_xlsx(wanted), content_type=export.XLSX)
    else:
        rows = export.template_rows(wanted)
        response = HttpResponse(export.as_csv(rows), content_type=export.CSV)
    response["Content-Disposition"] = f'attachment; filename="{wanted.code}.{ending}"'
    return response
