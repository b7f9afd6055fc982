"""Two phones without signal for random times, with wrong clocks, repeating and shuffling."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanban.accounts.enums import Role
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import new_key
from nuanban.visits import actions, door_queries
from nuanban.visits.enums import DeedAnswer, Handover, NoteKind, Slip
from nuanban.visits.models import CashTaken, DoorNote, Visit
from nuanban.visits.tests.days import book
from nuanban.visits.tests.test_round import HELPERS, NOON, waits
from tests.cast import Cast

Send = Callable[[datetime], str]


@dataclass(frozen=True)
class Jotted:
    """One thing on one phone: minutes ago by a clock that is wrong by `skew` seconds."""

    what: NoteKind
    value: int
    helper: Role
    ago: int
    skew: int


JOTTED = st.builds(
    Jotted,
    what=st.sampled_from([NoteKind.CASH, NoteKind.CASH, NoteKind.GRADE, NoteKind.HANDOVER]),
    value=st.integers(1, 4),
    helper=st.sampled_from(HELPERS),
    ago=st.integers(0, 6_000),
    skew=st.sampled_from([0, 60, -90, 3_600, -86_400, 86_400]),
)


def _sender(cast: Cast, visit: Visit, it: Jotted) -> tuple[object, Send]:
    """As it lies in the outbox: the same each time it is sent, but for the phone's clock now."""
    key, by = new_key(), cast.by(it.helper)
    noted = NOON + timedelta(seconds=it.skew) - timedelta(minutes=it.ago)

    def send(at: datetime) -> str:
        clock = at + timedelta(seconds=it.skew)
        common: dict[str, Any] = {
            "key": key,
            "visit": visit.pk,
            "phone_at": noted,
            "sent_at": clock,
        }
        try:
            if it.what == NoteKind.CASH:
                # Each helper's book begins at another number.
                number = it.value + 100 * HELPERS.index(it.helper)
                cash = actions.SentCash(
                    **common, number=number, amount_fen=100, what_for="工本费", slip=Slip.WRITTEN
                )
                return actions.take_cash(cash, by=by, at=at).value
            grade = it.what == NoteKind.GRADE
            value = str(it.value) if grade else Handover.values[it.value % 3]
            note = actions.SentNote(**common, kind=it.what, value=value)
            return actions.take_note(note, by=by, at=at).value
        except Refusal as refusal:
            return str(refusal)

    return key, send


def test_what_two_phones_jot_down_is_there_once_whatever_the_order(cast: Cast) -> None:
    visit = waits(cast)
    for turn, helper in enumerate(HELPERS):
        book(cast, helper, 1 + 100 * turn, 100 + 100 * turn)

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(jotted=st.lists(JOTTED, min_size=1, max_size=8), chance=st.randoms())
    def holds(jotted: Sequence[Jotted], chance: Random) -> None:
        with transaction.atomic():
            _send_all(cast, visit, jotted, chance)
            transaction.set_rollback(True)

    holds()


def _send_all(cast: Cast, visit: Visit, jotted: Sequence[Jotted], chance: Random) -> None:
    outbox = [(it, *_sender(cast, visit, it)) for it in jotted]
    answers: dict[object, list[str]] = {}
    waiting, at = [*outbox, *outbox], NOON
    chance.shuffle(waiting)
    for _, key, send in waiting:
        # Between two tries there may be hours without signal.
        at += timedelta(minutes=chance.choice([0, 1, 90, 700]))
        answers.setdefault(key, []).append(send(at))
    for first, second in answers.values():
        assert first == second
    taken = {key for key, told in answers.items() if told[0] == DeedAnswer.DONE}
    _as_taken(visit, outbox, taken, at)


def _as_taken(
    visit: Visit, outbox: Sequence[tuple[Jotted, object, Send]], taken: set[object], at: datetime
) -> None:
    rows: list[CashTaken | DoorNote] = [*CashTaken.objects.all(), *DoorNote.objects.all()]
    assert {row.key for row in rows} == taken
    assert all(row.happened_at <= row.received_at <= at for row in rows)
    cash = [it for it, _, _ in outbox if it.what == NoteKind.CASH]
    wanted = {it.value + 100 * HELPERS.index(it.helper) for it in cash}
    assert sorted(one.number for one in CashTaken.objects.all()) == sorted(wanted)
    graded = any(it.what == NoteKind.GRADE for it, _, _ in outbox)
    assert (door_queries.grade_of(visit.pk) is not None) == graded
