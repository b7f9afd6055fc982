"""当场办好了: a helper ended an immediate item at home, and says so by phone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuanban.journal.actions import Answer, Operation, fingerprint_of, run_once
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Unusable
from nuanban.visits.actions.going_on import go_on
from nuanban.visits.actions.moves import tell
from nuanban.visits.actions.sent import Sent, happened_at, locked_visit
from nuanban.visits.enums import DeedAnswer, HomeState
from nuanban.visits.models import HomeDecision

ANSWERS = {
    HomeState.DECIDED: DeedAnswer.DONE,
    HomeState.ALREADY: DeedAnswer.ALREADY,
    HomeState.WAITS: DeedAnswer.WAITS,
    HomeState.OPEN: DeedAnswer.CONFLICT,
}


@dataclass(frozen=True)
class SentDecision(Sent):
    """`handed`: what lies in their hands now, if anything. `last_entry`: what the phone knew of
    the case. `photos`: operation keys of photos that belong to it.
    """

    item: str
    handed: str
    last_entry: int
    photos: frozenset[UUID]


def take_decision(sent: SentDecision, *, by: Actor, at: datetime) -> DeedAnswer:
    """Takes one in, once. What the city cannot decide stays, with the reason, for a person."""
    said = (sent.item, sent.handed, *sorted(map(str, sent.photos)))
    fingerprint = fingerprint_of(str(sent.visit), sent.phone_at.isoformat(), *said)
    operation = Operation(sent.key, f"round:{by.id}", fingerprint)
    return DeedAnswer(str(run_once(operation, lambda: _take(sent, by, at)).body))


def _take(sent: SentDecision, by: Actor, at: datetime) -> Answer:
    visit = locked_visit(sent.visit)
    if sent.item not in visit.items:
        raise Unusable(sentence="这次上门不办这个事项，没有记下。请另开办件。")
    made = HomeDecision.objects.create(
        key=sent.key,
        visit=visit,
        item_id=sent.item,
        handed=sent.handed,
        last_entry=sent.last_entry,
        photos=sorted(sent.photos),
        user_id=by.id,
        user_name=by.name,
        happened_at=happened_at(sent, at),
        received_at=at,
        state=HomeState.WAITS,
        why="刚刚收到。",
    )
    tell(visit, "decision_taken", by, at, item=sent.item)
    go_on(visit, sent.item, when=made.happened_at, by=by, at=at)
    made.refresh_from_db()
    return Answer(200, ANSWERS[HomeState(made.state)].value)
