"""The life of a case as a table of moves."""

from nuanban.cases.enums import State

MOVES: dict[str, tuple[frozenset[State], State]] = {
    "submit": (frozenset({State.DRAFT}), State.SUBMITTED),
    "accept": (frozenset({State.SUBMITTED}), State.ACCEPTED),
    "return": (frozenset({State.SUBMITTED, State.ACCEPTED}), State.RETURNED),
    "resume": (frozenset({State.RETURNED}), State.ACCEPTED),
    "grant": (frozenset({State.ACCEPTED}), State.GRANTED),
    "refuse": (frozenset({State.ACCEPTED}), State.REFUSED),
    "make_result": (frozenset({State.GRANTED, State.REFUSED}), State.RESULT_READY),
    "deliver": (frozenset({State.RESULT_READY}), State.DELIVERED),
    "close": (frozenset({State.DELIVERED}), State.CLOSED),
    "withdraw": (
        frozenset({State.DRAFT, State.SUBMITTED, State.ACCEPTED, State.RETURNED}),
        State.WITHDRAWN,
    ),
}

OPEN = frozenset(State) - {State.CLOSED, State.WITHDRAWN, State.DELIVERED}
# Form and papers may still be changed.
FILLABLE = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED)
# While these last, the promised days run.
RUNNING = frozenset({State.SUBMITTED, State.ACCEPTED})


def possible(state: str) -> list[str]:
    """Names of the moves that a case in `state` can make."""
    return [name for name, (sources, _) in MOVES.items() if state in sources]
