"""What people on the list are told, each in their way."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from nuanban.lib.actor import Actor
from nuanban.notices.actions import NewNotice, tell_many
from nuanban.offices import queries as offices
from nuanban.residents import queries as residents
from nuanban.residents.queries import Told, notices_of
from nuanban.villages.models import Seat, VillageDay


def tell_listed(seat: Seat, *, by: Actor, at: datetime) -> None:
    """When and where to come, and what to bring."""
    day = seat.village_day
    bring = f"请带上{day.bring}。" if day.bring else ""
    fetched = "我们来接您。" if seat.is_fetched else ""
    text = (
        f"{day.day.month}月{day.day.day}日 {come_at(seat):%H:%M}，{day.place}，{day.purpose}。"
        f"{bring}{fetched}来不了请拨打{_phone()}。"
    )
    tell_many(_notices([seat], "listed", "集中下乡已报名", text, at), by=by, at=at)


def tell_off(seats: Iterable[Seat], day: VillageDay, *, by: Actor, at: datetime) -> None:
    """Nobody comes to the village."""
    text = (
        f"{day.day.month}月{day.day.day}日在{day.place}的集中办理取消了：{day.why}。"
        f"请不要白跑。我们会另外安排，也可拨打{_phone()}。"
    )
    tell_many(_notices(seats, "off", "集中下乡取消", text, at), by=by, at=at)


def come_at(seat: Seat) -> datetime:
    """At what time to come: turns are spread evenly over the hours, so that nobody queues."""
    day = seat.village_day
    first = datetime.combine(day.day, day.begins)
    whole = datetime.combine(day.day, day.ends) - first
    minutes = whole / timedelta(minutes=1) * (seat.turn - 1) / max(day.capacity, seat.turn)
    return first + timedelta(minutes=minutes // 5 * 5)


def _notices(
    seats: Iterable[Seat], what: str, title: str, text: str, at: datetime
) -> list[NewNotice]:
    rows = list(seats)
    contacts = residents.contacts_of([seat.resident_id for seat in rows])
    found = []
    for seat in rows:
        key = f"villages:{what}:{seat.pk}"
        told = Told(contacts[seat.resident_id], key, f"villages.{what}", title, text)
        found += notices_of(told, at)
    return found


def _phone() -> str:
    city = offices.city()
    return city.phone if city else "12345"
