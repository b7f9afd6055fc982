"""The life of a case as a table of moves."""

from nuanban.cases.enums import State
from nuanban.lib.moves import Moves

MOVES = Moves(
    {
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
)

OPEN = frozenset(State) - {State.CLOSED, State.WITHDRAWN, State.DELIVERED}
# Form and papers may still be changed.
FILLABLE = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED)
# While these last, the promised days run.
RUNNING = frozenset({State.SUBMITTED, State.ACCEPTED})
