"""Everything that can happen to visits and crews."""

from nuanban.journal.actions import OperationRunning
from nuanban.visits.actions.asking import NewVisit, ask
from nuanban.visits.actions.booking import (
    HOLD,
    SlotTaken,
    SlotUnknown,
    VisitMoved,
    book,
    cancel,
    confirm,
    free_lapsed,
    hold,
    let_go,
    rebook,
)
from nuanban.visits.actions.breakdown import break_down
from nuanban.visits.actions.bringing import NothingToBring, ask_to_bring
from nuanban.visits.actions.cashing import (
    NumbersTaken,
    OtherAmount,
    SentCash,
    give_book,
    hand_in,
    owed_fen,
    take_book_back,
    take_cash,
)
from nuanban.visits.actions.crews import (
    CrewBusy,
    CrewHasVisits,
    NobodyDrives,
    bring_crew_back,
    form_crew,
    stop_crew,
    take_crew_away,
)
from nuanban.visits.actions.deciding import SentDecision, take_decision
from nuanban.visits.actions.doing import SERVED, arrive, check_words, find_nobody, finish, set_out
from nuanban.visits.actions.evening import ask_evening_plans
from nuanban.visits.actions.forming import SentForm, take_form
from nuanban.visits.actions.moving import (
    BoardChanged,
    CannotUndo,
    NothingToUndo,
    TooLateToUndo,
    Unmovable,
    move_stop,
    undo_move,
)
from nuanban.visits.actions.noting import SentNote, take_note
from nuanban.visits.actions.photos import SentPhoto, take_photo
from nuanban.visits.actions.planning import (
    NobodyGoesOut,
    PlanDecided,
    PlanOutdated,
    accept_plan,
    ask_plan,
    drop_plan,
    plan_day,
)
from nuanban.visits.actions.sending import NobodyCanCome, OtherCrew, send_now
from nuanban.visits.actions.settling import AlreadySettled, settle_conflict
from nuanban.visits.actions.signing import Signature, check_signature
from nuanban.visits.actions.syncing import SentDeed, promise_of, take_deed
from nuanban.visits.actions.unwilling import note_unwilling
from nuanban.visits.actions.voiding import AlreadyVoid, HandedInAlready, void_receipt
from nuanban.visits.actions.waiting import offer_free_time, stop_waiting, wait
from nuanban.visits.actions.wishing import TooManyOpen, Wish, take_wish

__all__ = [
    "HOLD",
    "SERVED",
    "AlreadySettled",
    "AlreadyVoid",
    "BoardChanged",
    "CannotUndo",
    "CrewBusy",
    "CrewHasVisits",
    "HandedInAlready",
    "NewVisit",
    "NobodyCanCome",
    "NobodyDrives",
    "NobodyGoesOut",
    "NothingToBring",
    "NothingToUndo",
    "NumbersTaken",
    "OperationRunning",
    "OtherAmount",
    "OtherCrew",
    "PlanDecided",
    "PlanOutdated",
    "SentCash",
    "SentDecision",
    "SentDeed",
    "SentForm",
    "SentNote",
    "SentPhoto",
    "Signature",
    "SlotTaken",
    "SlotUnknown",
    "TooLateToUndo",
    "TooManyOpen",
    "Unmovable",
    "VisitMoved",
    "Wish",
    "accept_plan",
    "arrive",
    "ask",
    "ask_evening_plans",
    "ask_plan",
    "ask_to_bring",
    "book",
    "break_down",
    "bring_crew_back",
    "cancel",
    "check_signature",
    "check_words",
    "confirm",
    "drop_plan",
    "find_nobody",
    "finish",
    "form_crew",
    "free_lapsed",
    "give_book",
    "hand_in",
    "hold",
    "let_go",
    "move_stop",
    "note_unwilling",
    "offer_free_time",
    "owed_fen",
    "plan_day",
    "promise_of",
    "rebook",
    "send_now",
    "set_out",
    "settle_conflict",
    "stop_crew",
    "stop_waiting",
    "take_book_back",
    "take_cash",
    "take_crew_away",
    "take_decision",
    "take_deed",
    "take_form",
    "take_note",
    "take_photo",
    "take_wish",
    "undo_move",
    "void_receipt",
    "wait",
]
