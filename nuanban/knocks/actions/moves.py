"""One move of a knock: possible from where it stands, and told to the journal."""

from datetime import datetime
from typing import Any

from nuanban.journal.actions import record
from nuanban.knocks.models import Knock
from nuanban.knocks.states import MOVES
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal


class KnockMoved(Refusal):
    """这一家刚刚有了变化，请刷新后再看。"""


def move(knock: Knock, name: str, **changes: Any) -> Knock:
    """Moves the row where it still stands where it was; otherwise somebody was faster."""
    MOVES.make(knock, name, KnockMoved, **changes)
    return knock


def tell(knock: Knock, what: str, by: Actor, at: datetime, **payload: object) -> None:
    """The journal entry of a move."""
    record(
        f"knocks.{what}",
        by=by,
        at=at,
        subject_id=knock.resident_id,
        object_id=knock.pk,
        payload={"reason": knock.reason, "what": knock.what, **payload},
    )
