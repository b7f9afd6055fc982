"""What people are told about their visit, each in their way."""

from datetime import datetime

from nuanban.lib.actor import Actor
from nuanban.lib.days import CITY_TZ
from nuanban.notices.actions import NewNotice, tell_many
from nuanban.notices.enums import Kind
from nuanban.offices import queries as offices
from nuanban.visits.models import Visit
from nuanban.visits.sealed import unseal
from nuanban.visits.slots import moment

MOBILE_DIGITS = 11


def tell_promise(visit: Visit, *, by: Actor, at: datetime) -> None:
    """When somebody comes, and how to change it."""
    text = (
        f"{_window(visit)}之间工作人员上门。门口请先核对姓名和工作证。"
        f"要改时间请拨打{_phone()}，查询码 {visit.code}。"
    )
    _tell(visit, f"promise:{visit.pk}:{visit.day}:{visit.window_from}", "上门已约好", text, by, at)


def tell_on_the_way(visit: Visit, *, by: Actor, at: datetime) -> None:
    """They are coming."""
    text = f"上门的工作人员已经出发。不方便请马上拨打{_phone()}。"
    _tell(visit, f"way:{visit.pk}:{visit.tries}", "正在路上", text, by, at)


def tell_cancelled(visit: Visit, *, by: Actor, at: datetime) -> None:
    """Nobody comes."""
    text = f"约好的上门已取消。需要时请拨打{_phone()}再约。"
    _tell(visit, f"cancel:{visit.pk}:{visit.tries}", "上门已取消", text, by, at)


def _window(visit: Visit) -> str:
    assert visit.day is not None
    assert visit.window_from is not None
    assert visit.window_to is not None
    first, last = (
        moment(visit.day, s).astimezone(CITY_TZ) for s in (visit.window_from, visit.window_to)
    )
    return f"{first.month}月{first.day}日 {first:%H:%M} 到 {last:%H:%M}"


def _phone() -> str:
    city = offices.city()
    return city.phone if city else "12345"


def _tell(visit: Visit, key: str, title: str, text: str, by: Actor, at: datetime) -> None:
    phone = unseal(visit.contact_sealed, "contact", visit.pk)
    if not phone:
        return
    is_mobile = len(phone) == MOBILE_DIGITS and phone.startswith("1")
    new = NewNotice(
        kind=Kind.SMS if is_mobile else Kind.CALL_TASK,
        purpose=f"visits.{key.partition(':')[0]}",
        receiver_key=f"visits:{key}",
        title=title,
        text=text,
        to=phone,
        person_id=visit.resident_id,
    )
    tell_many([new], by=by, at=at)
