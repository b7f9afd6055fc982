"""What else a phone sent from the door, read: forms filled at home, decisions, cash, taps."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from nuanban.accounts.queries import User
from nuanban.cases import perms as cases
from nuanban.lib.actor import Actor
from nuanban.lib.errors import NotAllowed
from nuanban.visits import actions
from nuanban.visits.actions import SentCash, SentDecision, SentForm, SentNote
from nuanban.visits.enums import GRADES, DeedAnswer, Handover, NoteKind, Slip
from nuanban.visits.reading import (
    Unreadable,
    read_moment,
    read_operation,
    read_visit,
    read_words,
)

LARGEST_NUMBER, LONGEST_HANDED = 2**31, 200
MOST_LINES, LONGEST_LINE, LONGEST_NAME = 60, 2_000, 60
Take = Callable[[Actor, datetime], DeedAnswer]


def is_note(row: Any) -> bool:
    """Whether a row of the outbox is something else than a move of the visit."""
    return isinstance(row, dict) and row.get("deed") in list(NoteKind)


def read_note(row: Any, sent_at: datetime, user: User) -> Take:
    """One row, ready to be taken in by somebody at a moment."""
    try:
        return _READERS[NoteKind(row["deed"])](row, sent_at, user)
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise Unreadable from None


def _sent(row: Any, sent_at: datetime, user: User) -> dict[str, Any]:
    return {
        "key": read_operation(row["op"]),
        "visit": read_visit(row, user)[0],
        "phone_at": read_moment(row["at"]),
        "sent_at": sent_at,
    }


def _form(row: Any, sent_at: datetime, user: User) -> Take:
    if not cases.may_open_cases(user):
        raise NotAllowed
    sent = SentForm(
        **_sent(row, sent_at, user),
        item=read_words(row["item"], LONGEST_NAME),
        fields={name: (_line(was), _line(now)) for name, (was, now) in _lines(row, "fields")},
        answers={fact: _line(value) for fact, value in _lines(row, "answers")},
        seen=frozenset(_line(code) for code in row["seen"][:MOST_LINES]),
    )
    return lambda by, at: actions.take_form(sent, by=by, at=at)


def _decision(row: Any, sent_at: datetime, user: User) -> Take:
    if not cases.may_open_cases(user):
        raise NotAllowed
    sent = SentDecision(
        **_sent(row, sent_at, user),
        item=read_words(row["item"], LONGEST_NAME),
        handed=read_words(row["handed"], LONGEST_HANDED),
        last_entry=_whole(row["last_entry"]),
        photos=frozenset(read_operation(key) for key in row["photos"][:MOST_LINES]),
    )
    return lambda by, at: actions.take_decision(sent, by=by, at=at)


def _lines(row: Any, name: str) -> list[tuple[str, Any]]:
    return [(read_words(key, LONGEST_NAME), said) for key, said in row[name].items()][:MOST_LINES]


def _line(said: object) -> str:
    return read_words(said, LONGEST_LINE)


def _cash(row: Any, sent_at: datetime, user: User) -> Take:
    sent = SentCash(
        **_sent(row, sent_at, user),
        number=_whole(row["number"]),
        amount_fen=_whole(row["amount_fen"]),
        what_for=read_words(row["what_for"], 200),
        slip=Slip(row["slip"]),
    )
    return lambda by, at: actions.take_cash(sent, by=by, at=at)


def _whole(said: object) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said < LARGEST_NUMBER:
        raise Unreadable
    return said


def _tap(row: Any, sent_at: datetime, user: User) -> Take:
    kind, value = NoteKind(row["deed"]), read_words(row["value"], 20)
    if value not in (dict(GRADES) if kind == NoteKind.GRADE else Handover.values):
        raise Unreadable
    sent = SentNote(**_sent(row, sent_at, user), kind=kind, value=value)
    return lambda by, at: actions.take_note(sent, by=by, at=at)


_READERS: dict[NoteKind, Callable[[Any, datetime, User], Take]] = {
    NoteKind.FORM: _form,
    NoteKind.DECIDE: _decision,
    NoteKind.CASH: _cash,
    NoteKind.GRADE: _tap,
    NoteKind.HANDOVER: _tap,
}
