"""People are put on the list of a village day, and taken off."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import CITY_TZ
from nuanban.lib.errors import Refusal
from nuanban.residents.queries import Resident
from nuanban.villages.enums import DayState, SeatState
from nuanban.villages.models import Seat, VillageDay
from nuanban.villages.telling import tell_listed


class DayFull(Refusal):
    """名额刚刚满了。可以报下一场，或者约上门。"""


class DayOver(Refusal):
    """这一场已经结束或取消，请报别的场次，或者约上门。"""


class OnTheList(Refusal):
    """这个人已经在名单上。"""


@transaction.atomic
def add_seat(
    village_day: VillageDay,
    resident: Resident,
    *,
    is_fetched: bool,
    note: str,
    by: Actor,
    at: datetime,
) -> Seat:
    """The next turn; the person is told when and where. Of two for the last seat one gets it."""
    locked = VillageDay.objects.select_for_update().get(pk=village_day.pk)
    ends = datetime.combine(locked.day, locked.ends, CITY_TZ)
    if locked.state != DayState.PLANNED or ends <= at:
        raise DayOver
    seats = Seat.objects.filter(village_day=locked).exclude(state=SeatState.DROPPED)
    if seats.filter(resident=resident).exists():
        raise OnTheList
    if seats.count() >= locked.capacity:
        raise DayFull
    seat = Seat.objects.create(
        village_day=locked,
        resident=resident,
        turn=_free_turn(locked),
        is_fetched=is_fetched,
        note=note.strip()[:100],
        put_at=at,
    )
    tell_listed(seat, by=by, at=at)
    _note(seat, "listed", by, at)
    return seat


def _free_turn(village_day: VillageDay) -> int:
    """After the last one; turns of those who will not come are not called twice."""
    last = Seat.objects.filter(village_day=village_day).aggregate(last=Max("turn"))["last"]
    return (last or 0) + 1


@transaction.atomic
def drop_seat(seat: Seat, *, by: Actor, at: datetime) -> Seat:
    """They will not come; the seat is free."""
    listed = Seat.objects.filter(pk=seat.pk, state=SeatState.LISTED)
    if not listed.update(state=SeatState.DROPPED, noted_at=at):
        raise DayOver
    seat.refresh_from_db()
    _note(seat, "dropped", by, at)
    return seat


def _note(seat: Seat, what: str, by: Actor, at: datetime) -> None:
    record(
        f"villages.{what}",
        by=by,
        at=at,
        subject_id=seat.resident_id,
        object_id=seat.pk,
        site=seat.village_day.site_id,
        payload={"village_day": str(seat.village_day_id), "turn": seat.turn},
    )
