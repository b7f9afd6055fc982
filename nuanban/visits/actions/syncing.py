"""Deeds from phones that were alone: each taken in once, nothing overwritten, nothing lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from nuanban.journal.actions import Answer, Contradiction, Operation, fingerprint_of, run_once
from nuanban.lib.actor import Actor
from nuanban.visits.actions.doing import arrive, find_nobody, finish, set_out
from nuanban.visits.actions.moves import tell
from nuanban.visits.actions.sent import Sent, happened_at, locked_visit
from nuanban.visits.actions.signing import Signature, sign
from nuanban.visits.enums import DeedAnswer, DeedKind, Outcome, VisitState
from nuanban.visits.models import Deed, Visit, VisitConflict
from nuanban.visits.states import MOVES

SKEW_ALLOWED = timedelta(minutes=2)
# Who sets out is announced only while it is still news.
NEWS = timedelta(minutes=10)
PAST = {
    DeedKind.SET_OUT: (VisitState.ON_THE_WAY, VisitState.ARRIVED, VisitState.DONE),
    DeedKind.ARRIVE: (VisitState.ARRIVED, VisitState.DONE),
}


@dataclass(frozen=True)
class SentDeed(Sent):
    """A move of the visit as a phone sends it; `promise` as in `promise_of`."""

    kind: DeedKind
    promise: str
    believed: VisitState
    words: str = ""
    outcome: Outcome | None = None
    signature: Signature | None = None
    # Latitude, longitude, metres of doubt: only at arriving and leaving, only if agreed.
    place: tuple[float, float, float] | None = None


def promise_of(visit: Visit) -> str:
    """Whose visit it is, and when; another crew or day is another promise."""
    return f"{visit.crew_id}:{visit.day}" if visit.crew_id else ""


def take_deed(sent: SentDeed, *, by: Actor, at: datetime) -> DeedAnswer:
    """Takes one deed in; repeating it, from anywhere in any order, changes nothing more."""
    parts = (sent.visit, sent.kind, sent.phone_at.isoformat(), sent.words, sent.outcome)
    operation = Operation(sent.key, f"round:{by.id}", fingerprint_of(*map(str, parts)))
    try:
        answer = run_once(operation, lambda: _take(sent, by, at))
    except Contradiction:
        # A colleague was faster in the same moment: now we see what they did.
        answer = run_once(operation, lambda: _take(sent, by, at))
    return DeedAnswer(str(answer.body))


@transaction.atomic
def _take(sent: SentDeed, by: Actor, at: datetime) -> Answer:
    visit = locked_visit(sent.visit)
    happened, standing = _happened_at(sent, visit, at), _standing(visit)
    answer = _judge(visit, sent)
    if answer == DeedAnswer.DONE:
        _do(visit, sent, by, happened, is_late=at - happened > NEWS)
    deed = Deed.objects.create(
        key=sent.key,
        visit=visit,
        kind=sent.kind,
        user_id=by.id,
        user_name=by.name,
        believed=sent.believed,
        promise=sent.promise,
        outcome=sent.outcome or "",
        words=sent.words,
        phone_at=sent.phone_at,
        **_place(sent),
        received_at=at,
        happened_at=happened,
        clock_skewed=abs(at - sent.sent_at) > SKEW_ALLOWED,
        answer=answer,
    )
    if sent.signature is not None:
        sign(deed, sent.signature)
    if answer == DeedAnswer.CONFLICT:
        VisitConflict.objects.create(visit=visit, deed=deed, standing=standing, created_at=at)
    if answer != DeedAnswer.DONE:
        tell(visit, f"deed_{answer}", by, at, kind=sent.kind.value)
    return Answer(200, answer.value)


def _happened_at(sent: SentDeed, visit: Visit, at: datetime) -> datetime:
    """By the server's clock: the phone's clock only tells how long ago it was."""
    stamps = [stamp for stamp in (visit.set_out_at, visit.arrived_at) if stamp and stamp <= at]
    return max([happened_at(sent, at), *stamps])


def _place(sent: SentDeed) -> dict[str, float]:
    if sent.place is None or sent.kind == DeedKind.SET_OUT:
        return {}
    return dict(zip(("latitude", "longitude", "accuracy_m"), sent.place, strict=True))


def _judge(visit: Visit, sent: SentDeed) -> DeedAnswer:
    """Done where the visit still waits for it; already where somebody noted the same."""
    is_ours = promise_of(visit) == sent.promise
    if is_ours and visit.state in _sources(sent.kind):
        return DeedAnswer.DONE
    if is_ours and visit.state in PAST.get(sent.kind, ()):
        return DeedAnswer.ALREADY
    same = Deed.objects.filter(
        visit=visit,
        kind=sent.kind,
        promise=sent.promise,
        answer=DeedAnswer.DONE,
        outcome=sent.outcome or "",
    )
    if sent.kind in (DeedKind.FIND_NOBODY, DeedKind.FINISH):
        same = same.filter(words=sent.words)
    return DeedAnswer.ALREADY if same.exists() else DeedAnswer.CONFLICT


def _sources(kind: DeedKind) -> frozenset[VisitState]:
    """Whoever is done was there: a lost or late arrival does not stand in the way."""
    return MOVES[kind][0] | (MOVES["arrive"][0] if kind == DeedKind.FINISH else frozenset())


def _do(visit: Visit, sent: SentDeed, by: Actor, at: datetime, *, is_late: bool) -> None:
    if sent.kind == DeedKind.SET_OUT:
        set_out(visit, by=by, at=at, is_late=is_late)
    elif sent.kind == DeedKind.ARRIVE:
        arrive(visit, by=by, at=at)
    elif sent.kind == DeedKind.FIND_NOBODY:
        find_nobody(visit, words=sent.words, by=by, at=at)
    else:
        assert sent.outcome is not None
        if visit.state != VisitState.ARRIVED:
            visit = arrive(visit, by=by, at=at)
        finish(visit, outcome=sent.outcome, words=sent.words, by=by, at=at)


def _standing(visit: Visit) -> dict[str, str]:
    """What stands, for the dispatcher's eyes."""
    left = visit.left_at or visit.arrived_at or visit.set_out_at
    return {
        "state": visit.state,
        "outcome": visit.outcome,
        "words": visit.words,
        "promise": promise_of(visit),
        "at": left.isoformat() if left else "",
    }
