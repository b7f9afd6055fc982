"""The life of a visit as a table of moves."""

from nuanban.lib.moves import Moves
from nuanban.visits.enums import VisitState as S

# They wait for a slot.
TO_BOOK = (S.WANTED, S.NOBODY_HOME)
MOVES = Moves(
    {
        "hold": (frozenset({S.WANTED, S.NOBODY_HOME}), S.HELD),
        "let_lapse": (frozenset({S.HELD}), S.WANTED),
        "confirm": (frozenset({S.HELD}), S.PROMISED),
        "send": (frozenset({S.WANTED, S.NOBODY_HOME}), S.PROMISED),
        "rebook": (frozenset({S.WANTED, S.NOBODY_HOME, S.PROMISED}), S.PROMISED),
        "free": (frozenset({S.HELD, S.PROMISED, S.ON_THE_WAY}), S.WANTED),
        "set_out": (frozenset({S.PROMISED}), S.ON_THE_WAY),
        "arrive": (frozenset({S.PROMISED, S.ON_THE_WAY}), S.ARRIVED),
        "find_nobody": (frozenset({S.PROMISED, S.ON_THE_WAY, S.ARRIVED}), S.NOBODY_HOME),
        "finish": (frozenset({S.ARRIVED}), S.DONE),
        "cancel": (frozenset({S.WANTED, S.HELD, S.PROMISED, S.NOBODY_HOME}), S.CANCELLED),
    }
)
