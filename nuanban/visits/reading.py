"""What a phone sent, read; whatever it is not is refused in words."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from nuanban.accounts.queries import User
from nuanban.lib.errors import Refusal
from nuanban.lib.keys import read_key
from nuanban.visits.actions import SentDeed, Signature, check_signature
from nuanban.visits.enums import DeedKind, Outcome, SignedBy, VisitState
from nuanban.visits.on_phone import read_handout

LONGEST = {"find_nobody": 400, "finish": 1_000}
LONGEST_HANDOUT = 400
_LARGEST_PLACE = (90.0, 180.0, 100_000.0)
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Unreadable(Refusal):
    """这一条读不懂，没有记下。它还在手机里，请照着念给负责人。"""


class NotHandedOut(Refusal):
    """这次上门不在发给您的名单里，没有记下。请打电话告诉负责人。"""


def read_words(said: object, longest: int = 1_000) -> str:
    """Words that can be kept; nothing said is no words."""
    if said is None:
        return ""
    if not isinstance(said, str) or "\x00" in said:
        raise Unreadable
    try:
        said.encode()
    except UnicodeEncodeError:
        raise Unreadable from None
    return said.strip()[:longest]


def read_moment(said: object) -> datetime:
    """A moment with its zone, of a time in which phones exist."""
    try:
        moment = parse_datetime(read_words(said))
    except ValueError:
        raise Unreadable from None
    if moment is None or moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Unreadable
    return moment


def read_operation(said: object) -> UUID:
    """The operation key that the phone made."""
    key = read_key(read_words(said))
    if key is None:
        raise Unreadable
    return key


def read_outbox(body: bytes) -> tuple[list[Any], datetime]:
    """The rows that a phone sent, whatever each of them is, and its clock."""
    try:
        sent = json.loads(body)
        rows, clock = sent["deeds"], sent["sent_at"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unreadable from None
    if not isinstance(rows, list):
        raise Unreadable
    return rows, read_moment(clock)


def read_visit(row: Any, user: User) -> tuple[UUID, str]:
    """Visit and promise of the handout that comes with a row."""
    handout = read_handout(read_words(row["handout"], LONGEST_HANDOUT), user)
    if handout is None:
        raise NotHandedOut
    return handout


def read_deed(row: Any, sent_at: datetime, user: User) -> SentDeed:
    """One row of the outbox."""
    try:
        handout = read_visit(row, user)
        kind = DeedKind(row["deed"])
        return SentDeed(
            key=read_operation(row["op"]),
            visit=handout[0],
            promise=handout[1],
            kind=kind,
            believed=VisitState(row["based_on"]),
            phone_at=read_moment(row["at"]),
            sent_at=sent_at,
            words=read_words(row.get("words"), LONGEST.get(kind, 0)),
            outcome=Outcome(row["outcome"]) if kind == DeedKind.FINISH else None,
            signature=_signature(row.get("signature")),
            place=_where(row.get("place")),
        )
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise Unreadable from None


def _signature(said: Any) -> Signature | None:
    if not said:
        return None
    signature = Signature(
        way=SignedBy(said["way"]),
        name=read_words(said.get("name")),
        witness=read_words(said.get("witness")),
        second_witness=read_words(said.get("second_witness")),
        words=read_words(said.get("words")),
        photo=read_operation(said["photo"]) if said.get("photo") else None,
        strokes=[[(_place(x), _place(y)) for x, y in line] for line in said.get("strokes", [])],
    )
    check_signature(signature)
    return signature


def _where(said: Any) -> tuple[float, float, float] | None:
    """Where the phone was; a place that makes no sense is none, for it is not needed."""
    if not isinstance(said, list) or len(said) != len(_LARGEST_PLACE):
        return None
    parts = [float(it) for it in said if isinstance(it, int | float) and not isinstance(it, bool)]
    is_place = len(parts) == len(_LARGEST_PLACE) and all(
        abs(part) <= most for part, most in zip(parts, _LARGEST_PLACE, strict=True)
    )
    return (parts[0], parts[1], abs(parts[2])) if is_place else None


def _place(value: object) -> int:
    if not isinstance(value, int | float):
        raise Unreadable
    return int(min(max(value, 0), 1_000))
