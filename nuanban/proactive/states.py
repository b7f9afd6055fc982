"""The life of an overpayment as a table of moves."""

from nuanban.lib.moves import Moves
from nuanban.proactive.enums import OverpaymentState as State

MOVES = Moves(
    {
        "claim": (frozenset({State.FOUND, State.OBJECTED}), State.CLAIMED),
        "waive": (frozenset({State.FOUND, State.CLAIMED, State.OBJECTED}), State.WAIVED),
        "object": (frozenset({State.CLAIMED}), State.OBJECTED),
        "pay": (frozenset({State.CLAIMED, State.OBJECTED}), State.REPAID),
        "take_back": (frozenset({State.REPAID}), State.CLAIMED),
    }
)
