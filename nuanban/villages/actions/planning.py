"""A village day is planned, and called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from nuanban.catalogue import queries as catalogue
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.offices import queries as offices
from nuanban.villages.enums import DayState, SeatState
from nuanban.villages.models import Seat, VillageDay
from nuanban.villages.telling import tell_off
from nuanban.visits import actions as visits


class DayMoved(Refusal):
    """这一场刚刚有了变化，请刷新后再看。"""


@dataclass(frozen=True)
class NewVillageDay:
    """When and where, for how many, what is done there."""

    site: str
    division: str
    place: str
    day: date
    begins: time
    ends: time
    capacity: int
    purpose: str
    items: Sequence[str] = ()
    bring: str = ""


@transaction.atomic
def plan_day(new: NewVillageDay, *, by: Actor, at: datetime) -> VillageDay:
    """From now on people may be put on its list."""
    _check(new, at)
    made = VillageDay.objects.create(
        site_id=new.site,
        division_id=new.division,
        place=new.place.strip(),
        day=new.day,
        begins=new.begins,
        ends=new.ends,
        capacity=new.capacity,
        purpose=new.purpose.strip(),
        items=list(new.items),
        bring=new.bring.strip(),
        made_at=at,
    )
    _note(made, "planned", by, at)
    return made


def _check(new: NewVillageDay, at: datetime) -> None:
    if new.day < city_day(at):
        raise Unusable(sentence="日期已经过了，请改。")
    if new.begins >= new.ends:
        raise Unusable(sentence="开始要早于结束。")
    if not 1 <= new.capacity <= 500:
        raise Unusable(sentence="名额从 1 到 500。")
    if offices.division(new.division) is None or offices.site(new.site) is None:
        raise Unusable(sentence="请选乡镇或村。")
    unknown = [code for code in new.items if catalogue.item(code) is None]
    if unknown:
        raise Unusable(sentence=f"没有编号为 {unknown[0]} 的事项，请重新选择。")


@transaction.atomic
def send_crew(village_day: VillageDay, *, crew: int | None, by: Actor, at: datetime) -> VillageDay:
    """Who goes; that day they are promised to nobody else. None: nobody yet."""
    locked = VillageDay.objects.select_for_update().get(pk=village_day.pk)
    if locked.state != DayState.PLANNED:
        raise DayMoved
    if locked.crew_id is not None:
        visits.bring_crew_back(locked.crew_id, by=by, at=at)
    if crew is not None:
        words = f"下乡：{locked.division.name}"
        visits.take_crew_away(crew, day=locked.day, words=words, by=by, at=at)
    locked.crew_id = crew
    locked.save(update_fields=["crew"])
    _note(locked, "crew_sent", by, at)
    return locked


@transaction.atomic
def cancel_day(village_day: VillageDay, *, why: str, by: Actor, at: datetime) -> VillageDay:
    """Everybody on the list is told, so that nobody comes for nothing."""
    words = why.strip()[:200]
    if not words:
        raise Unusable(sentence="请写明为什么取消，名单上的人会看到。")
    open_day = VillageDay.objects.filter(pk=village_day.pk, state=DayState.PLANNED)
    if not open_day.update(state=DayState.CANCELLED, why=words):
        raise DayMoved
    village_day.refresh_from_db()
    if village_day.crew_id:
        visits.bring_crew_back(village_day.crew_id, by=by, at=at)
        VillageDay.objects.filter(pk=village_day.pk).update(crew=None)
    listed = Seat.objects.filter(village_day=village_day, state=SeatState.LISTED)
    tell_off(listed, village_day, by=by, at=at)
    _note(village_day, "cancelled", by, at)
    return village_day


def _note(village_day: VillageDay, what: str, by: Actor, at: datetime) -> None:
    record(
        f"villages.{what}",
        by=by,
        at=at,
        object_id=village_day.pk,
        site=village_day.site_id,
        payload={"day": f"{village_day.day}", "division": village_day.division_id},
    )
