"""A case opened where somebody lives: at a township or village station, for what is delegated."""

from datetime import datetime

from django.db import transaction

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User, actor_of
from nuanban.cases.actions.open_case import open_case
from nuanban.cases.enums import Channel
from nuanban.cases.models import Case
from nuanban.catalogue import queries as catalogue
from nuanban.catalogue.enums import Level
from nuanban.lib.errors import Refusal
from nuanban.offices import queries as offices
from nuanban.offices.enums import SiteKind
from nuanban.residents.queries import Resident

LEVELS = {
    SiteKind.TOWNSHIP_CENTRE: Level.TOWNSHIP,
    SiteKind.VILLAGE_STATION: Level.VILLAGE,
}
# Somebody at the station does it with the person; where that is not offered, the nearest to it.
_WAYS = (Channel.ASSIST, Channel.ZONE, Channel.CARE)


class NotAStation(Refusal):
    """您的账号不在乡镇（街道）或村（社区）的站点，不能在这里受理。请到大厅窗口办，或找负责人改场所。"""


class NotOurPeople(Refusal):
    """{name}不住在{place}管的地方。请对方的村、乡镇站点来办，或到市、县大厅办。"""


class NotDelegated(Refusal):
    """“{item}”没有委托到{place}。请到{where}办，或者约上门、找帮代办。"""


def level_of(user: User) -> Level | None:
    """What of station the user works at; None at a hall."""
    return LEVELS.get(SiteKind(user.site.kind)) if user.site else None


def refusal_for(user: User, resident: Resident) -> Refusal | None:
    """Why this person cannot be helped at the user's station, if so."""
    if not user.has_role(Role.STATION_HELPER) or user.site is None or level_of(user) is None:
        return NotAStation()
    reach = offices.reach_of(user.site.code)
    homes = (resident.resident_division_id, resident.registered_division_id)
    if not any(home and home.startswith(reach) for home in homes):
        return NotOurPeople(name=resident.name, place=user.site.name)
    return None


@transaction.atomic
def accept_at_station(item: str, resident: Resident, *, by: User, at: datetime) -> Case:
    """Opens a delegated item for somebody who lives there. It is counted when it is handed in."""
    refusal, level = refusal_for(by, resident), level_of(by)
    if refusal is not None or by.site is None or level is None:
        raise refusal or NotAStation()
    if not catalogue.may_be_offered_at(item, level):
        raise _not_delegated(item, by.site.name)
    return open_case(
        item=item,
        resident=resident,
        channel=_way(item),
        site=by.site.code,
        by=actor_of(by),
        at=at,
    )


def _not_delegated(item: str, place: str) -> NotDelegated:
    found, levels = catalogue.item(item), catalogue.levels_of(item)
    nearest = str(levels[-1].label) if levels else "市政务大厅"
    return NotDelegated(item=found.plain_name if found else item, place=place, where=nearest)


def _way(item: str) -> Channel:
    offered = {way.value for way in catalogue.channels_of(item)}
    return next((way for way in _WAYS if way.value in offered), Channel.ORDINARY)
