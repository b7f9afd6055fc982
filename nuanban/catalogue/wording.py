"""How facts of a guide are said to people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanban.catalogue.enums import Channel, Level, PaperSource
from nuanban.catalogue.models import ItemVersion
from nuanban.catalogue.situations import MaterialNeed


def how_long(version: ItemVersion, channels: Iterable[Channel]) -> str:
    """How soon it is done. Days are working days."""
    if Channel.PROACTIVE in channels:
        return _("到时候自动办好")
    if version.promised_days == 0:
        return _("当场办好")
    return ngettext("{days} 个工作日", "{days} 个工作日", version.promised_days).format(
        days=version.promised_days
    )


def how_often(version: ItemVersion) -> str:
    """How many times somebody has to come."""
    if version.visits == 0:
        return _("一趟都不用跑")
    return ngettext("最多跑 {times} 趟", "最多跑 {times} 趟", version.visits).format(
        times=version.visits
    )


def how_much_to_bring(needs: Sequence[MaterialNeed], *, has_open_questions: bool) -> str:
    """The papers in one line."""
    brought = [need for need in needs if need.source is PaperSource.BROUGHT]
    if not brought:
        return _("什么都不用带")
    if has_open_questions:
        return _("看情况，回答几个问题就知道")
    if len(brought) <= 2:
        return _("、").join(need.name for need in brought)
    return ngettext("{count} 样，见下面", "{count} 样，见下面", len(brought)).format(
        count=len(brought)
    )


@dataclass(frozen=True)
class Way:
    """One way to get an item done, as told on its page."""

    channel: Channel | None
    icon: str
    title: str
    text: str
    by_phone: bool = False


def ways(channels: Iterable[Channel], levels: Iterable[Level]) -> list[Way]:
    """The ways, the one with the least burden first. A phone call is always one of them."""
    offered = set(channels)
    found = [way for way in _ways_by_channel() if way.channel in offered]
    if {Level.TOWNSHIP, Level.VILLAGE} & set(levels):
        near = _("不用进城，乡镇、村里的便民点就能办")
        found.append(Way(None, "pin", _("就近办"), near))
    asking = _("有人听您说，记下来替您办，也能告诉您办到哪一步了")
    return [*found, Way(None, "phone", _("打电话问、打电话办"), asking, by_phone=True)]


def _ways_by_channel() -> list[Way]:
    return [
        Way(Channel.PROACTIVE, "check", _("不用申请"), _("到了条件，系统自动替您办好")),
        Way(
            Channel.VISITS,
            "home",
            _("请人上门办"),
            _("走不动、躺在床上、住院，打电话约个时间，我们去"),
            by_phone=True,
        ),
        Way(
            Channel.ASSIST,
            "people",
            _("让别人替您办"),
            _("儿女、邻居、村干部都行；没有人，我们的工作人员替您办，不收费"),
        ),
        Way(Channel.ONLINE, "globe", _("网上办"), _("会用手机的家人，在家替您办也行")),
        Way(Channel.ZONE, "heart", _("去大厅爱心专区"), _("不取号、不排队，一个人陪您一次办完")),
        Way(
            Channel.CARE,
            "hand-sign",
            _("有人搭把手"),
            _("帮填表、推轮椅、打手语、念给您听，办好了免费送到家"),
        ),
    ]
