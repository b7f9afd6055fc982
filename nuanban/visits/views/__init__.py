"""Pages of the visits."""

from nuanban.visits.views.asking import new_visit
from nuanban.visits.views.board import board, board_move, board_try, board_undo
from nuanban.visits.views.cash import cash, give_book, hand_in, take_book_back
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
    send,
    set_out,
    visit,
)
from nuanban.visits.views.plans import plan, plan_accept, plan_ask, plan_drop, plan_progress
from nuanban.visits.views.round import (
    round_day,
    round_page,
    round_photo,
    round_sync,
    round_worker,
)

__all__ = [
    "arrive",
    "board",
    "board_move",
    "board_try",
    "board_undo",
    "cancel",
    "cash",
    "confirm",
    "crews",
    "door",
    "door_photo",
    "finish",
    "give_book",
    "hand_in",
    "hold",
    "new_crew",
    "new_visit",
    "nobody",
    "photo",
    "plan",
    "plan_accept",
    "plan_ask",
    "plan_drop",
    "plan_progress",
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
]
