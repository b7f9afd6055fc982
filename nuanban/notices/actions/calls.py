"""Call tasks: somebody takes one, calls, and writes down how it was."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from nuanban.accounts.queries import User
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable
from nuanban.lib.keys import new_key
from nuanban.notices.enums import CallOutcome, Kind, NoticeState, Outcome
from nuanban.notices.models import Attempt, Notice
from nuanban.notices.notes import note
from nuanban.notices.plain_words import without_numbers
from nuanban.notices.states import CALL_LEASE, TO_SEND, after_failure


class CallTaken(Refusal):
    """这个电话刚才已有同事接手或打完了，请看别的。"""


class CallNotYours(Refusal):
    """这个电话不在您手上，请先接手再记结果。"""


@transaction.atomic
def take_call_task(notice: Notice, *, user: User, by: Actor, at: datetime) -> Notice:
    """The call is this colleague's for an hour; afterwards others may take it again."""
    free = Q(state__in=TO_SEND) | Q(state=NoticeState.SENDING, lease_until__lte=at)
    mine = Notice.objects.filter(free, pk=notice.pk, kind=Kind.CALL_TASK)
    news = {"state": NoticeState.SENDING, "taken_by": user, "lease_id": new_key()}
    if not mine.update(**news, lease_until=at + CALL_LEASE):
        raise CallTaken
    notice.refresh_from_db()
    note("notices.call_taken", notice, by=by, at=at)
    return notice


@transaction.atomic
def finish_call_task(
    notice: Notice, *, outcome: CallOutcome, words: str, user: User, by: Actor, at: datetime
) -> Notice:
    """Writes down how the call was. Nobody there: it comes back later, five times at most."""
    if not words.strip() or "\x00" in words:
        raise Unusable(sentence="请写一句电话里说了什么。")
    mine = Notice.objects.select_for_update().filter(
        pk=notice.pk, kind=Kind.CALL_TASK, state=NoticeState.SENDING, taken_by=user
    )
    held = mine.first()
    if held is None:
        raise CallNotYours
    tries = held.tries + 1
    state, later = _what_follows(outcome, tries)
    mine.update(
        state=state,
        tries=tries,
        next_try_at=at + later,
        lease_id=None,
        lease_until=None,
        sent_at=at if state == NoticeState.SENT else None,
    )
    Attempt.objects.create(
        notice=held,
        at=at,
        outcome=Outcome.SENT if outcome == CallOutcome.REACHED else Outcome.REFUSED,
        said=f"{outcome.label}：{without_numbers(words.strip())}",
        by_name=by.name,
    )
    told = {"outcome": outcome.value, "state": state.value}
    note("notices.call_finished", held, by=by, at=at, **told)
    notice.refresh_from_db()
    return notice


def _what_follows(outcome: CallOutcome, tries: int) -> tuple[NoticeState, timedelta]:
    if outcome == CallOutcome.REACHED:
        return NoticeState.SENT, timedelta(0)
    if outcome == CallOutcome.WRONG_NUMBER:
        return NoticeState.DEAD, timedelta(0)
    return after_failure(tries)
