"""What a phone sent, read; whatever it is not is refused in words."""

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


class Unreadable(Refusal):
    """这一条读不懂，没有记下。它还在手机里，请照着念给负责人。"""


class NotHandedOut(Refusal):
    """这次上门不在发给您的名单里，没有记下。请打电话告诉负责人。"""


def read_moment(text: object) -> datetime:
    """A moment with its zone."""
    moment = parse_datetime(str(text))
    if moment is None or moment.tzinfo is None:
        raise ValueError
    return moment


def read_operation(text: object) -> UUID:
    """The operation key that the phone made."""
    key = read_key(str(text))
    if key is None:
        raise Unreadable
    return key


def read_deed(row: Any, sent_at: datetime, user: User) -> SentDeed:
    """One row of the outbox."""
    try:
        handout = read_handout(str(row["handout"]), user)
        if handout is None:
            raise NotHandedOut
        kind = DeedKind(row["deed"])
        return SentDeed(
            key=read_operation(row["op"]),
            visit=handout[0],
            promise=handout[1],
            kind=kind,
            believed=VisitState(row["based_on"]),
            phone_at=read_moment(row["at"]),
            sent_at=sent_at,
            words=str(row.get("words") or "").strip()[: LONGEST.get(kind, 0)],
            outcome=Outcome(row["outcome"]) if kind == DeedKind.FINISH else None,
            signature=_signature(row.get("signature")),
        )
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Unreadable from None


def _signature(said: Any) -> Signature | None:
    if not said:
        return None
    signature = Signature(
        way=SignedBy(said["way"]),
        name=str(said.get("name", "")),
        witness=str(said.get("witness", "")),
        second_witness=str(said.get("second_witness", "")),
        words=str(said.get("words", "")),
        strokes=[[(_place(x), _place(y)) for x, y in line] for line in said.get("strokes", [])],
    )
    check_signature(signature)
    return signature


def _place(value: object) -> int:
    return min(max(int(str(value)), 0), 1_000)
