"""The life of an overpayment as a table of moves."""

from nuanban.proactive.enums import OverpaymentState as State

MOVES: dict[str, tuple[frozenset[State], State]] = {
    "claim": (frozenset({State.FOUND, State.OBJECTED}), State.CLAIMED),
    "waive": (frozenset({State.FOUND, State.CLAIMED, State.OBJECTED}), State.WAIVED),
    "object": (frozenset({State.CLAIMED}), State.OBJECTED),
    "pay": (frozenset({State.CLAIMED, State.OBJECTED}), State.REPAID),
    "take_back": (frozenset({State.REPAID}), State.CLAIMED),
}


def possible(state: str) -> list[str]:
    """Names of the moves that an overpayment in `state` can make."""
    return [name for name, (sources, _) in MOVES.items() if state in sources]
