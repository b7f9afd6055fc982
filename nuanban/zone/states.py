"""The life of a ticket as a table of moves."""

from nuanban.lib.moves import Moves
from nuanban.zone.enums import TicketState as S

MOVES = Moves(
    {
        "next": (frozenset({S.WAITING}), S.CALLED),
        "recall": (frozenset({S.CALLED}), S.CALLED),
        "start": (frozenset({S.CALLED}), S.SERVING),
        "miss": (frozenset({S.CALLED}), S.MISSED),
        "return": (frozenset({S.MISSED}), S.WAITING),
        "hold": (frozenset({S.CALLED, S.SERVING}), S.HELD),
        "resume": (frozenset({S.HELD}), S.SERVING),
        "forward": (frozenset({S.CALLED, S.SERVING, S.HELD}), S.WAITING),
        "finish": (frozenset({S.CALLED, S.SERVING}), S.FINISHED),
        "cancel": (frozenset({S.WAITING, S.CALLED, S.HELD, S.MISSED}), S.CANCELLED),
        "carry": (frozenset({S.WAITING, S.CALLED, S.SERVING, S.HELD, S.MISSED}), S.CARRIED),
    }
)
