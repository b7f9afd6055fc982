"""What can be done with village days."""

from nuanban.villages.actions.listing import DayFull, DayOver, OnTheList, add_seat, drop_seat
from nuanban.villages.actions.noting import SeatMoved, note_absent, note_served
from nuanban.villages.actions.planning import (
    DayMoved,
    NewVillageDay,
    cancel_day,
    plan_day,
    send_crew,
)

__all__ = [
    "DayFull",
    "DayMoved",
    "DayOver",
    "NewVillageDay",
    "OnTheList",
    "SeatMoved",
    "add_seat",
    "cancel_day",
    "drop_seat",
    "note_absent",
    "note_served",
    "plan_day",
    "send_crew",
]
