"""One move of a visit: possible from where it stands, and told to the journal."""

from datetime import datetime
from typing import Any

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, residents_read
from nuanban.visits.models import Visit
from nuanban.visits.states import MOVES

# What a visit loses that waits for another slot.
NO_PROMISE: dict[str, Any] = {
    "crew": None,
    "day": None,
    "window_from": None,
    "window_to": None,
    "held_until": None,
}


@residents_read
class VisitMoved(Refusal):
    """这次上门刚刚有了变化，请刷新后再看。"""


def move(visit: Visit, name: str, **changes: Any) -> Visit:
    """Moves the row where it still stands where it was; otherwise somebody was faster."""
    MOVES.make(visit, name, VisitMoved, **changes)
    return visit


def tell(visit: Visit, what: str, by: Actor, at: datetime, **payload: object) -> None:
    """The journal entry of a move."""
    record(
        f"visits.{what}",
        by=by,
        at=at,
        subject_id=visit.resident_id,
        object_id=visit.pk,
        site=visit.site_id,
        payload=payload,
    )
