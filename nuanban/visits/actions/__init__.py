"""Everything that can happen to visits and crews."""

from nuanban.visits.actions.asking import NewVisit, ask
from nuanban.visits.actions.booking import (
    HOLD,
    SlotTaken,
    SlotUnknown,
    VisitMoved,
    cancel,
    confirm,
    free_lapsed,
    hold,
)
from nuanban.visits.actions.crews import CrewBusy, form_crew, stop_crew
from nuanban.visits.actions.doing import arrive, check_words, find_nobody, finish, set_out
from nuanban.visits.actions.sending import NobodyCanCome, OtherCrew, send_now
from nuanban.visits.actions.unwilling import note_unwilling

__all__ = [
    "HOLD",
    "CrewBusy",
    "NewVisit",
    "NobodyCanCome",
    "OtherCrew",
    "SlotTaken",
    "SlotUnknown",
    "VisitMoved",
    "arrive",
    "ask",
    "cancel",
    "check_words",
    "confirm",
    "find_nobody",
    "finish",
    "form_crew",
    "free_lapsed",
    "hold",
    "note_unwilling",
    "send_now",
    "set_out",
    "stop_crew",
]
