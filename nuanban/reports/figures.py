"""Figures of servings: each with its definition, totals equal to their parts, links to its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_noop

from nuanban.cases import queries as cases
from nuanban.cases.enums import FIVE_CHANNELS, Channel
from nuanban.cases.queries import Serving
from nuanban.lib.small_cells import SMALLEST_PUBLIC, public_number
from nuanban.residents.enums import Group

DEFINITIONS = {
    "people": gettext_noop(
        "人次：一个人被服务一次记一人次。同一次服务只记在一个服务方式里；撤回的不算。"
    ),
    "five": gettext_noop("五办合计：专区办、上门办、帮代办、免申办、贴心办之和，不含普通窗口。"),
    "group": gettext_noop("人群：服务当时有效的身份。一个人可以同属几类，所以各类相加会大于人次。"),
    "hidden": gettext_noop("公开页面上小于 5 的数字用“少于 5”代替，避免认出具体的人。"),
}


@dataclass(frozen=True)
class Filter:
    """Which servings count. Empty means all."""

    begins_on: date | None = None
    ends_on: date | None = None
    channel: str = ""
    group: str = ""
    item: str = ""
    site: str = ""

    def apply(self) -> QuerySet[Serving]:
        """Servings inside the filter."""
        found = cases.servings()
        wanted: dict[str, object] = {
            "served_on__gte": self.begins_on,
            "served_on__lte": self.ends_on,
            "channel": self.channel,
            "groups__contains": [self.group] if self.group else None,
            "item_id": self.item,
            "site_id": self.site,
        }
        return found.filter(**{name: value for name, value in wanted.items() if value})


@dataclass(frozen=True)
class Line:
    """One line of a table: key for links, label, people by channel, their sum."""

    key: str
    label: str
    by_channel: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Sum over the five channels."""
        return sum(self.by_channel.get(c.value, 0) for c in FIVE_CHANNELS)

    @property
    def cells(self) -> list[tuple[Channel, int]]:
        """(channel, people) in the order of the columns."""
        return [(c, self.by_channel.get(c.value, 0)) for c in Channel]


@dataclass(frozen=True)
class Figures:
    """All tables of one filter."""

    totals: Line
    groups: Sequence[Line]
    items: Sequence[Line]
    sites: Sequence[Line]
    days: Sequence[Line]

    @property
    def ordinary(self) -> int:
        """People served at ordinary windows."""
        return self.totals.by_channel.get(Channel.ORDINARY.value, 0)


def figures(wanted: Filter) -> Figures:
    """Counts the servings of a filter in every way the tables show."""
    found = wanted.apply()
    totals = Line("", "合计", _by_channel(found))
    return Figures(
        totals,
        [
            Line(g.value, str(g.label), _by_channel(found.filter(groups__contains=[g.value])))
            for g in Group
        ],
        _lines(found, "item_id", "item__name", "未记事项"),
        _lines(found, "site_id", "site__name", ""),
        _lines(found, "served_on", "served_on", ""),
    )


def _by_channel(found: QuerySet[Serving]) -> dict[str, int]:
    rows = found.order_by().values_list("channel").annotate(n=Sum("people"))
    return {channel: people for channel, people in rows}


def _lines(found: QuerySet[Serving], key: str, label: str, nameless: str) -> list[Line]:
    rows = found.order_by().values_list(key, label, "channel").annotate(n=Sum("people"))
    lines: dict[str, Line] = {}
    for value, name, channel, people in rows:
        text = str(value or "")
        line = lines.setdefault(text, Line(text, str(name or nameless), {}))
        line.by_channel[channel] = people
    if key == "served_on":
        return sorted(lines.values(), key=lambda line: line.key, reverse=True)
    return sorted(lines.values(), key=lambda line: (-line.total, line.key))


def hide_small(lines: Sequence[Line]) -> list[tuple[str, list[str], str]]:
    """Lines for the public: label, cells, total. A lone small cell takes the smallest other cell
    with it, else it could be worked out from the total."""
    return [(line.label, *_hidden(line)) for line in lines]


def _hidden(line: Line) -> tuple[list[str], str]:
    people = [line.by_channel.get(c.value, 0) for c in FIVE_CHANNELS]
    small = {n for n, count in enumerate(people) if 0 < count < SMALLEST_PUBLIC}
    if len(small) == 1:
        others = [n for n, count in enumerate(people) if count >= SMALLEST_PUBLIC]
        small |= {min(others, key=lambda n: people[n])} if others else set()
    mask = f"少于 {SMALLEST_PUBLIC}"
    cells = [
        (mask if count < SMALLEST_PUBLIC else "不公开") if n in small else str(count)
        for n, count in enumerate(people)
    ]
    return cells, public_number(line.total)


BAR_WIDTH, BAR_STEP = 380, 40


def bars(line: Line) -> list[tuple[str, int, int, str]]:
    """A bar a channel for the public: label, width, place from above, number. Hidden numbers
    have no length that could be measured."""
    people = {c: line.by_channel.get(c.value, 0) for c in FIVE_CHANNELS}
    most = max(people.values()) or 1
    return [
        (
            str(channel.label),
            0 if count < SMALLEST_PUBLIC else max(2, count * BAR_WIDTH // most),
            turn * BAR_STEP + 8,
            public_number(count),
        )
        for turn, (channel, count) in enumerate(people.items())
    ]
