"""The life of a knock as a table of moves."""

from nuanban.knocks.enums import KnockState as S
from nuanban.lib.moves import Moves

MOVES = Moves(
    {
        "take": (frozenset({S.OPEN}), S.TAKEN),
        "give_back": (frozenset({S.TAKEN}), S.OPEN),
        "try_again": (frozenset({S.OPEN, S.TAKEN}), S.OPEN),
        "send_back": (frozenset({S.OPEN, S.TAKEN}), S.FOUND),
        "hand_over": (frozenset({S.OPEN, S.TAKEN}), S.HANDED),
        "reopen": (frozenset({S.FOUND, S.HANDED}), S.OPEN),
        "close": (frozenset({S.OPEN, S.TAKEN, S.FOUND, S.HANDED}), S.CLOSED),
    }
)
