"""Pages of the visits."""

from nuanban.visits.views.ask_here import ask_here
from nuanban.visits.views.asking import new_visit
from nuanban.visits.views.board import board, board_move, board_try, board_undo
from nuanban.visits.views.bringing import bring
from nuanban.visits.views.cash import cash, give_book, hand_in, take_book_back, void_receipt
from nuanban.visits.views.crews import crews, new_crew, route_sheet, stop_crew
from nuanban.visits.views.door import door, door_photo, photo, settle
from nuanban.visits.views.listing import visit_list
from nuanban.visits.views.one import (
    arrive,
    cancel,
    confirm,
    finish,
    hold,
    nobody,
    rebook,
    send,
    set_out,
    visit,
    wait,
)
from nuanban.visits.views.own import find_own, own, own_answer, own_slot, own_wait
from nuanban.visits.views.plans import plan, plan_accept, plan_ask, plan_drop, plan_progress
from nuanban.visits.views.pointing import ground
from nuanban.visits.views.round import (
    round_day,
    round_page,
    round_photo,
    round_sync,
    round_worker,
)
from nuanban.visits.views.week import week

__all__ = [
    "arrive",
    "ask_here",
    "board",
    "board_move",
    "board_try",
    "board_undo",
    "bring",
    "cancel",
    "cash",
    "confirm",
    "crews",
    "door",
    "door_photo",
    "find_own",
    "finish",
    "give_book",
    "ground",
    "hand_in",
    "hold",
    "new_crew",
    "new_visit",
    "nobody",
    "own",
    "own_answer",
    "own_slot",
    "own_wait",
    "photo",
    "plan",
    "plan_accept",
    "plan_ask",
    "plan_drop",
    "plan_progress",
    "rebook",
    "round_day",
    "round_page",
    "round_photo",
    "round_sync",
    "round_worker",
    "route_sheet",
    "send",
    "set_out",
    "settle",
    "stop_crew",
    "take_book_back",
    "visit",
    "visit_list",
    "void_receipt",
    "wait",
    "week",
]
