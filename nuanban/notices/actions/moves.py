"""Cancelling what has not gone out, and trying again what did not."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable
from nuanban.notices.enums import Kind, NoticeState
from nuanban.notices.models import Notice
from nuanban.notices.notes import note
from nuanban.notices.plain_words import without_numbers
from nuanban.notices.states import TO_SEND

LONGEST_REASON = 200


class NoticeMoved(Refusal):
    """这条通知的状态刚才变了（也许已经发出），请刷新后再看。"""


@transaction.atomic
def cancel(notice: Notice, *, reason: str, by: Actor, at: datetime) -> Notice:
    """Takes back what has not gone out; what is out, or may be, stays."""
    if not reason.strip():
        raise Unusable(sentence="请写明为什么取消。")
    _move(notice, TO_SEND, state=NoticeState.CANCELLED)
    note(
        "notices.cancelled",
        notice,
        by=by,
        at=at,
        reason=without_numbers(reason.strip())[:LONGEST_REASON],
    )
    return notice


@transaction.atomic
def retry_dead(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """A dead notice waits again, with all its tries, under the same receiver key."""
    _move(notice, (NoticeState.DEAD,), state=NoticeState.WAITING, tries=0, next_try_at=at)
    note("notices.retried", notice, by=by, at=at)
    return notice


@transaction.atomic
def retry_all_dead(*, kind: Kind, by: Actor, at: datetime) -> int:
    """Every dead notice of one kind waits again; gives how many."""
    dead = Notice.objects.filter(kind=kind, state=NoticeState.DEAD)
    count = dead.update(state=NoticeState.WAITING, tries=0, next_try_at=at)
    if count:
        payload = {"kind": kind.value, "count": count}
        record("notices.retried_all", by=by, at=at, payload=payload)
    return count


def _move(notice: Notice, starts: Sequence[NoticeState], **news: object) -> None:
    if not Notice.objects.filter(pk=notice.pk, state__in=starts).update(**news):
        raise NoticeMoved
    notice.refresh_from_db()
