"""Putting notices into the outbox, in the transaction of whoever has something to tell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuanban.journal.actions import record, write_new
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Unusable
from nuanban.lib.keys import new_key
from nuanban.notices.addresses import read_address
from nuanban.notices.enums import Kind, NoticeState
from nuanban.notices.models import Notice
from nuanban.notices.plain_words import LONGEST_SMS, LONGEST_TEXT, check_words

BATCH = 2_000


@dataclass(frozen=True)
class NewNotice:
    """Something to tell somebody. `to` is a telephone number, or the address of a letter.

    `purpose` is a code of the room that tells (`proactive.offered`); `receiver_key` is unique for
    ever: the same key is the same notice, and nothing is sent twice under it.
    `not_before` keeps it waiting; `large_print` and `braille` are forms of a letter.
    """

    kind: Kind
    purpose: str
    receiver_key: str
    title: str
    text: str
    to: str = ""
    addressee: str = ""
    person_id: UUID | None = None
    large_print: bool = False
    braille: bool = False
    not_before: datetime | None = None


@transaction.atomic
def tell(new: NewNotice, *, by: Actor, at: datetime) -> Notice:
    """Queues one notice; a repeated receiver key gives the notice that is there."""
    row = _row(new, at)
    is_new = write_new([row])
    notice = Notice.objects.get(receiver_key=new.receiver_key)
    if is_new:
        record(
            "notices.told",
            by=by,
            at=at,
            subject_id=new.person_id,
            object_id=row.pk,
            payload={"kind": new.kind.value, "purpose": new.purpose},
        )
    return notice


@transaction.atomic
def tell_many(news: Sequence[NewNotice], *, by: Actor, at: datetime) -> int:
    """Queues many at once; gives how many were new. One refusal refuses them all."""
    rows = [_row(new, at) for new in news]
    fresh = sum(write_new(rows[n : n + BATCH]) for n in range(0, len(rows), BATCH))
    if fresh:
        purposes = dict(Counter(new.purpose for new in news))
        payload = {"new": fresh, "purposes": purposes}
        record("notices.told_many", by=by, at=at, payload=payload)
    return fresh


def _row(new: NewNotice, at: datetime) -> Notice:
    """The row, checked in words before the constraints would refuse it."""
    check_words(new.title, new.text, LONGEST_SMS if new.kind == Kind.SMS else LONGEST_TEXT)
    if new.kind in (Kind.LETTER, Kind.IN_APP) and new.person_id is None:
        raise Unusable(sentence="信件和站内消息要写明给谁。")
    if new.kind == Kind.LETTER and not new.addressee.strip():
        raise Unusable(sentence="请写明信封上收件人的姓名。")
    if new.kind != Kind.LETTER and (new.large_print or new.braille):
        raise Unusable(sentence="大字和盲文只用于信件。")
    key = new_key()
    address = read_address(new.kind, new.to, key)
    # Somebody's own page shows it from now on: there is nobody outside to wait for.
    is_there = new.kind == Kind.IN_APP
    return Notice(
        id=key,
        kind=new.kind,
        purpose=new.purpose,
        receiver_key=new.receiver_key,
        person_id=new.person_id,
        addressee=new.addressee.strip(),
        to_sealed=address.sealed,
        to_masked=address.masked,
        to_index=address.index,
        title=new.title.strip(),
        text=new.text.strip(),
        is_large_print=new.large_print,
        is_braille=new.braille,
        state=NoticeState.SENT if is_there else NoticeState.WAITING,
        next_try_at=new.not_before or at,
        created_at=at,
        sent_at=at if is_there else None,
    )
