"""The outbox: claims with a lease, calls the gateway outside any transaction, settles.

Whatever dies in between, the notice stays `sending` under its receiver key; when its lease has run
out, the reconciler asks the gateway by that key. So nothing is lost, and nothing is sent twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from nuanban.lib.actor import SYSTEM as CITY
from nuanban.lib.keys import new_key
from nuanban.notices import breaker, paused
from nuanban.notices.enums import Kind, NoticeState, Outcome
from nuanban.notices.gateways import (
    SYSTEM,
    Away,
    Declined,
    Gateway,
    GatewayTrouble,
    NoAnswer,
    Receipt,
)
from nuanban.notices.models import Attempt, Notice
from nuanban.notices.notes import note
from nuanban.notices.plain_words import masked
from nuanban.notices.sealed import unseal
from nuanban.notices.states import ASK_AGAIN, LEASE, TO_SEND, after_failure

_CLAIM = """
UPDATE notices_notice SET state = 'sending', tries = tries + 1, lease_id = %(lease)s,
  lease_until = %(until)s
WHERE id = (
  SELECT id FROM notices_notice WHERE kind = 'sms' AND state IN ('waiting', 'failed')
    AND next_try_at <= %(at)s
  ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING *
"""
# Claiming a question moves the time of the next one.
_CLAIM_UNKNOWN = """
UPDATE notices_notice SET state = 'unknown', lease_id = NULL, lease_until = NULL,
  next_try_at = %(until)s
WHERE id = (
  SELECT id FROM notices_notice WHERE kind = 'sms'
    AND (state = 'sending' AND lease_until <= %(at)s OR state = 'unknown' AND next_try_at <= %(at)s)
  ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING *
"""


@dataclass(frozen=True)
class Ending:
    """How one try ended, as it will be written down."""

    outcome: Outcome
    said: str
    receipt: Receipt | None = None


def send_one(gateway: Gateway, *, at: datetime) -> bool:
    """Sends the notice that waited longest; False when there is none or none may go out now."""
    due = Notice.objects.filter(kind=Kind.SMS, state__in=TO_SEND, next_try_at__lte=at)
    if paused.paused_since() or not due.exists() or not breaker.may_call(SYSTEM, at):
        return False
    notice = _claimed(_CLAIM, at, LEASE)
    if notice is None:
        return False
    to = unseal(bytes(notice.to_sealed or b""), "notice.to", notice.pk)
    try:
        receipt = gateway.send(notice.receiver_key, to, notice.text)
        _settle(notice, Ending(Outcome.SENT, receipt.number, receipt), at)
    except Declined as trouble:
        _settle(notice, Ending(Outcome.REFUSED, str(trouble)), at)
    except GatewayTrouble as trouble:
        outcome = Outcome.REFUSED if isinstance(trouble, Away) else Outcome.UNKNOWN
        _settle(notice, Ending(outcome, str(trouble)), at, is_down=True)
    return True


def ask_one(gateway: Gateway, *, at: datetime) -> bool:
    """Asks about one notice whose outcome is unknown; False when there is none to ask about."""
    unknown = Notice.objects.filter(kind=Kind.SMS)
    lost = unknown.filter(state=NoticeState.SENDING, lease_until__lte=at)
    open_question = unknown.filter(state=NoticeState.UNKNOWN, next_try_at__lte=at)
    if not (lost.exists() or open_question.exists()) or not breaker.may_call(SYSTEM, at):
        return False
    notice = _claimed(_CLAIM_UNKNOWN, at, ASK_AGAIN)
    if notice is None:
        return False
    try:
        receipt = gateway.find(notice.receiver_key)
    except (Away, NoAnswer, Declined):
        breaker.note_failure(SYSTEM, at)
        return True
    if receipt is None:
        _settle(notice, Ending(Outcome.REFUSED, "问过了，对方没有收到"), at)
    else:
        said = f"问过了，对方已经收到：{receipt.number}"
        _settle(notice, Ending(Outcome.SENT, said, receipt), at)
    return True


def _claimed(statement: str, at: datetime, lasts: timedelta) -> Notice | None:
    values = {"lease": new_key(), "until": at + lasts, "at": at}
    if "%(lease)s" not in statement:
        del values["lease"]
    return next(iter(Notice.objects.raw(statement, values)), None)


@transaction.atomic
def _settle(notice: Notice, ending: Ending, at: datetime, *, is_down: bool = False) -> None:
    """Writes the try down, and what follows for the notice if it is still ours."""
    Attempt.objects.create(notice=notice, at=at, outcome=ending.outcome, said=masked(ending.said))
    if is_down:
        breaker.note_failure(SYSTEM, at)
    else:
        breaker.note_answer(SYSTEM)
    mine = Notice.objects.filter(pk=notice.pk, state=notice.state, lease_id=notice.lease_id)
    state, news = _what_follows(notice, ending, at)
    if not mine.update(state=state, lease_id=None, lease_until=None, **news):
        # Our lease ran out meanwhile: whoever asks the gateway by its key tells the rest.
        return
    if state in (NoticeState.SENT, NoticeState.DEAD):
        kind = "notices.sent" if state == NoticeState.SENT else "notices.died"
        note(kind, notice, by=CITY, at=at)


def _what_follows(
    notice: Notice, ending: Ending, at: datetime
) -> tuple[NoticeState, dict[str, object]]:
    if ending.receipt is not None:
        receipt = ending.receipt
        news = {"receipt": receipt.number, "cost_fen": receipt.cost_fen, "sent_at": at}
        return NoticeState.SENT, news
    if ending.outcome == Outcome.UNKNOWN:
        return NoticeState.UNKNOWN, {"next_try_at": at + ASK_AGAIN}
    state, later = after_failure(notice.tries)
    return state, {"next_try_at": at + later}
