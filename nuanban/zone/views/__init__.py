"""Pages of the hall: kiosk, board, window, guide."""

from nuanban.zone.views.board import board, board_now, board_stream
from nuanban.zone.views.guide import (
    check_in_for,
    close_day,
    guide,
    hand_over,
    move_help,
    register_entry,
    serve_directly,
    take_over,
)
from nuanban.zone.views.kiosk import ask_help, kiosk, lease, sync, worker
from nuanban.zone.views.window import attach, move, open_case, window, windows

__all__ = [
    "ask_help",
    "attach",
    "board",
    "board_now",
    "board_stream",
    "check_in_for",
    "close_day",
    "guide",
    "hand_over",
    "kiosk",
    "lease",
    "move",
    "move_help",
    "open_case",
    "register_entry",
    "serve_directly",
    "sync",
    "take_over",
    "window",
    "windows",
    "worker",
]
