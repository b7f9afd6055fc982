"""Items: which there are, for whom, by which ways, at which places."""

import time as clocks
from collections import Counter

from django.db.models import QuerySet

from nuanban.catalogue.enums import Channel, Group, Level
from nuanban.catalogue.models import Department, Item, ItemChannel, ItemGroup, ItemLevel
from nuanban.lib.names import match_form

KEPT_SECONDS = 60.0
_departments: tuple[float, dict[str, str]] = (0.0, {})


def items() -> QuerySet[Item]:
    """Items on offer, in the order of the list."""
    return Item.objects.filter(withdrawn_on=None).select_related("department")


def item(code: str) -> Item | None:
    """One item on offer."""
    return items().filter(code=code).first()


def items_for_choice() -> QuerySet[Item]:
    """Items for a list to choose from: department after department."""
    return items().order_by("department__position", "position")


def zone_items() -> QuerySet[Item]:
    """Items done in one go in the zone."""
    return items().filter(code__in=ItemChannel.objects.filter(channel=Channel.ZONE).values("item"))


def _department_codes() -> dict[str, str]:
    """Department by item code; kept for a minute, since every check-in asks."""
    global _departments
    kept_at, codes = _departments
    if not codes or clocks.monotonic() - kept_at > KEPT_SECONDS:
        codes = dict(items().values_list("code", "department_id"))
        _departments = (clocks.monotonic(), codes)
    return codes


def forget_items() -> None:
    """The next question reads the items anew."""
    global _departments
    _departments = (0.0, {})


def is_item(code: str) -> bool:
    """True for the code of an item on offer."""
    return code in _department_codes()


def department_code(code: str) -> str:
    """Code of the department of an item, as windows name their skills; "" for none."""
    return _department_codes().get(code, "")


def departments() -> QuerySet[Department]:
    """All departments."""
    return Department.objects.all()


def channels_of(code: str) -> list[Channel]:
    """The ways to get an item done, in the order of the list."""
    found = set(ItemChannel.objects.filter(item=code).values_list("channel", flat=True))
    return [channel for channel in Channel if channel in found]


def groups_of(code: str) -> list[Group]:
    """Whom an item is mostly for."""
    found = set(ItemGroup.objects.filter(item=code).values_list("group", flat=True))
    return [group for group in Group if group in found]


def levels_of(code: str) -> list[Level]:
    """Levels of places that may offer an item, the nearest last."""
    found = set(ItemLevel.objects.filter(item=code).values_list("level", flat=True))
    return [level for level in Level if level in found]


def may_be_offered_at(code: str, level: Level) -> bool:
    """True when places of this level may offer the item."""
    return ItemLevel.objects.filter(item=code, level=level).exists()


def items_offered_at(level: Level) -> QuerySet[Item]:
    """What places of this level may offer, department after department."""
    offered = ItemLevel.objects.filter(level=level).values("item")
    return items_for_choice().filter(pk__in=offered)


def channel_counts() -> dict[Channel, int]:
    """How many items each channel offers: 7, 21, 42, 5, 77 and 22 online."""
    rows = ItemChannel.objects.filter(item__withdrawn_on=None).values_list("channel", flat=True)
    counted = Counter(rows)
    return {channel: counted[channel] for channel in Channel}


def channels_by_item() -> dict[str, list[Channel]]:
    """Channels of every item."""
    found: dict[str, set[str]] = {}
    for code, channel in ItemChannel.objects.values_list("item_id", "channel"):
        found.setdefault(code, set()).add(channel)
    return {code: [c for c in Channel if c in channels] for code, channels in found.items()}


def groups_by_item() -> dict[str, list[Group]]:
    """Groups of every item."""
    found: dict[str, set[str]] = {}
    for code, group in ItemGroup.objects.values_list("item_id", "group"):
        found.setdefault(code, set()).add(group)
    return {code: [g for g in Group if g in groups] for code, groups in found.items()}


def search(
    text: str = "", *, group: str = "", channel: str = "", department: str = ""
) -> QuerySet[Item]:
    """Items by words (Chinese, pinyin, initials, English), group, channel and department."""
    found = items()
    for word in text.replace("\x00", " ").split()[:6]:
        found = found.filter(search_text__contains=match_form(word))
    if group:
        found = found.filter(code__in=ItemGroup.objects.filter(group=group).values("item"))
    if channel:
        found = found.filter(code__in=ItemChannel.objects.filter(channel=channel).values("item"))
    return found.filter(department=department) if department else found
