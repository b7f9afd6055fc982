"""What people are told about their visit, each in their way."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from nuanban.lib.actor import Actor
from nuanban.lib.days import CITY_TZ
from nuanban.notices.actions import tell_many
from nuanban.offices import queries as offices
from nuanban.residents import queries as residents
from nuanban.residents.enums import TellBy
from nuanban.residents.queries import Contact, Told, notices_of, wakes
from nuanban.visits.clock import moment
from nuanban.visits.models import Visit
from nuanban.visits.sealed import unseal
from nuanban.visits.slots import Slot

# A letter is this long on its way; what comes sooner is told by telephone.
POST = timedelta(days=4)
# So long before a visit people want to know.
IN_TIME = timedelta(hours=1)


def tell_asked(visit: Visit, *, by: Actor, at: datetime) -> None:
    """It is taken down; the code by which it is found again."""
    text = (
        f"请人上门的事已记下，还没有定时间，查询码 {visit.code}。"
        f"工作人员会联系您约时间，您也可以拨打{_phone()}。"
    )
    _tell(visit, f"asked:{visit.pk}", "上门已记下", text, by, at)


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
    _tell(visit, f"way:{visit.pk}:{visit.tries}", "正在路上", text, by, at, begins=at)


def tell_cancelled(visit: Visit, *, begins: datetime | None, by: Actor, at: datetime) -> None:
    """Nobody comes at `begins`."""
    text = f"约好的上门已取消。需要时请拨打{_phone()}再约。"
    _tell(visit, f"cancel:{visit.pk}:{visit.tries}", "上门已取消", text, by, at, begins)


def tell_put_off(visit: Visit, *, begins: datetime | None, by: Actor, at: datetime) -> None:
    """The crew cannot come at `begins`; another time is looked for without being asked."""
    text = f"约好的上门临时来不了，对不起。我们会尽快打电话和您另约，也可拨打{_phone()}。"
    _tell(visit, f"put_off:{visit.pk}:{at:%Y%m%d%H%M%S}", "上门要改时间", text, by, at, begins)


def tell_kept(visit: Visit, *, by: Actor, at: datetime) -> None:
    """They were told that nobody comes; now somebody else does, at the time that was promised."""
    text = (
        f"刚才说来不了的上门，现在换人来：还是{_window(visit)}之间。"
        f"不方便请拨打{_phone()}，查询码 {visit.code}。"
    )
    _tell(visit, f"kept:{visit.pk}:{at:%Y%m%d%H%M%S}", "上门时间不变", text, by, at)


def tell_offer(visit: Visit, *, by: Actor, at: datetime) -> None:
    """A time became free and is kept for them for a while."""
    assert visit.held_until is not None
    until = visit.held_until.astimezone(CITY_TZ)
    text = (
        f"有空出来的时间：{_window(visit)}，给您留到{until.month}月{until.day}日 {until:%H:%M}。"
        f"要就请拨打{_phone()}，查询码 {visit.code}；不要不用管。"
    )
    _tell(visit, f"offer:{visit.pk}:{visit.day}", "有上门的时间了", text, by, at)


def tell_sooner(visit: Visit, slot: Slot, *, by: Actor, at: datetime) -> None:
    """A sooner time became free; what was promised stands until they change it."""
    text = (
        f"有更早的时间：{_span(slot.day, slot.window_from, slot.window_to)}。"
        f"要改请尽快拨打{_phone()}，查询码 {visit.code}；不改就照原来约好的。"
    )
    _tell(visit, f"sooner:{visit.pk}:{slot.day}", "有更早的上门时间", text, by, at)


def _window(visit: Visit) -> str:
    assert visit.day is not None
    assert visit.window_from is not None
    assert visit.window_to is not None
    return _span(visit.day, visit.window_from, visit.window_to)


def _span(day: date, start: int, end: int) -> str:
    first, last = (moment(day, second).astimezone(CITY_TZ) for second in (start, end))
    return f"{first.month}月{first.day}日 {first:%H:%M} 到 {last:%H:%M}"


def _phone() -> str:
    city = offices.city()
    return city.phone if city else "12345"


def _tell(
    visit: Visit,
    key: str,
    title: str,
    text: str,
    by: Actor,
    at: datetime,
    begins: datetime | None = None,
) -> None:
    is_soon = visit.day is None or moment(visit.day, 0) < at + POST
    purpose = f"visits.{key.partition(':')[0]}"
    contact = _contact(visit, is_soon=is_soon)
    now = _cannot_wait(begins or begin_of(visit), at)
    told = Told(contact, f"visits:{key}", purpose, title, text, even_at_night=now)
    tell_many(notices_of(told, at), by=by, at=at)


def begin_of(visit: Visit) -> datetime | None:
    """The beginning of what was promised."""
    if visit.day is None or visit.window_from is None:
        return None
    return moment(visit.day, visit.window_from)


def _cannot_wait(begins: datetime | None, at: datetime) -> bool:
    """Told in the morning, it would come too late."""
    return begins is not None and begins <= wakes(at) + IN_TIME


def _contact(visit: Visit, *, is_soon: bool) -> Contact:
    """The person's way; by the phone that was named for this visit, if one was."""
    own = residents.contacts_of([visit.resident_id])[visit.resident_id]
    named = unseal(visit.contact_sealed, "contact", visit.pk)
    address = own.address or unseal(visit.address_sealed, "address", visit.pk)
    contact = replace(own, phone=named or own.phone, address=address)
    if visit.unseen:
        # A way of their own would tell whoever asked that the person is on file.
        contact = replace(contact, tell_by=TellBy.SMS)
    if is_soon and contact.phone and contact.tell_by == TellBy.LETTER:
        contact = replace(contact, tell_by=TellBy.PHONE)
    return contact
