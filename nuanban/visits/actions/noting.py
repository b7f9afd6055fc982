"""How the result comes home, and how it was: one tap each."""

from dataclasses import dataclass
from datetime import datetime

from nuanban.journal.actions import Answer, Operation, fingerprint_of, run_once
from nuanban.lib.actor import Actor
from nuanban.visits.actions.moves import tell
from nuanban.visits.actions.sent import Sent, happened_at, locked_visit
from nuanban.visits.enums import DeedAnswer, NoteKind
from nuanban.visits.models import DoorNote


@dataclass(frozen=True)
class SentNote(Sent):
    """One tap: `value` is a grade from 1 to 5, or how the result comes."""

    kind: NoteKind
    value: str


def take_note(sent: SentNote, *, by: Actor, at: datetime) -> DeedAnswer:
    """Takes one in, once. Of two grades the first stands, of two ways of delivery the later."""
    said = (sent.visit.hex, sent.kind, sent.value, sent.phone_at.isoformat())
    operation = Operation(sent.key, f"round:{by.id}", fingerprint_of(*said))
    return DeedAnswer(str(run_once(operation, lambda: _take(sent, by, at)).body))


def _take(sent: SentNote, by: Actor, at: datetime) -> Answer:
    visit = locked_visit(sent.visit)
    graded = DoorNote.objects.filter(visit=visit, kind=NoteKind.GRADE)
    if sent.kind == NoteKind.GRADE and graded.exists():
        return Answer(200, DeedAnswer.ALREADY.value)
    DoorNote.objects.create(
        key=sent.key,
        visit=visit,
        kind=sent.kind,
        value=sent.value,
        user_id=by.id,
        user_name=by.name,
        happened_at=happened_at(sent, at),
        received_at=at,
    )
    what = "graded" if sent.kind == NoteKind.GRADE else "handover_noted"
    tell(visit, what, by, at, value=sent.value)
    return Answer(200, DeedAnswer.DONE.value)
