"""The list of everything one can get done, with filters."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanban.catalogue import queries
from nuanban.catalogue.enums import Channel, Group
from nuanban.catalogue.forms import Find
from nuanban.catalogue.queries import Item, ItemVersion
from nuanban.lib.days import city_day


@dataclass(frozen=True)
class Chip:
    """One filter: its name, how many items it leaves, where it leads."""

    label: str
    count: int
    query: str
    is_on: bool


@dataclass(frozen=True)
class Entry:
    """One item in the list."""

    item: Item
    version: ItemVersion | None
    channels: list[Channel]


@require_safe
@login_not_required
def item_list(request: HttpRequest) -> HttpResponse:
    """All items, or those that fit."""
    wanted = Find(request.GET).wanted()
    found = list(
        queries.search(
            wanted["q"],
            group=wanted["group"],
            channel=wanted["channel"],
            department=wanted["department"],
        )
    )
    page = "catalogue/item_list.html"
    if request.headers.get("HX-Target") == "found":
        page += "#found"
    return render(request, page, _context(wanted, found))


def _context(wanted: Mapping[str, str], found: list[Item]) -> dict[str, Any]:
    versions = queries.versions_in_force([item.code for item in found], city_day(timezone.now()))
    channels = queries.channels_by_item()
    entries = [Entry(i, versions.get(i.code), channels.get(i.code, [])) for i in found]
    return {
        "wanted": wanted,
        "entries": entries,
        "is_filtered": any(wanted.values()),
        "channel_chips": _channel_chips(wanted),
        "group_chips": _group_chips(wanted),
        "departments": queries.departments(),
        "bundles": queries.bundles(),
    }


def _channel_chips(wanted: Mapping[str, str]) -> list[Chip]:
    counts = queries.channel_counts()
    chips = [_chip(wanted, "channel", c.value, str(c.label), counts[c]) for c in Channel]
    return [_chip(wanted, "channel", "", _("全部"), queries.items().count()), *chips]


def _group_chips(wanted: Mapping[str, str]) -> list[Chip]:
    counts = Counter(group for groups in queries.groups_by_item().values() for group in groups)
    chips = [_chip(wanted, "group", g.value, str(g.label), counts[g]) for g in Group]
    return [_chip(wanted, "group", "", _("所有人"), queries.items().count()), *chips]


def _chip(wanted: Mapping[str, str], name: str, value: str, label: str, count: int) -> Chip:
    kept = {key: text for key, text in {**wanted, name: value}.items() if text}
    return Chip(label, count, urlencode(kept), wanted[name] == value)
