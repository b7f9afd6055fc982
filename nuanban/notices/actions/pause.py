"""Letting things go out again after a pause."""

from datetime import datetime

from django.db import transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable
from nuanban.notices import paused
from nuanban.notices.plain_words import without_numbers

LONGEST_REASON = 200


class SendingPaused(Refusal):
    """对外发送已暂停，现在不寄信、不发短信。系统管理员核对之后可以放开。"""


class NotPaused(Refusal):
    """现在没有暂停，不需要放开。"""


@transaction.atomic
def release_sending(*, reason: str, by: Actor, at: datetime) -> None:
    """Ends the pause, with the reason in the journal; the switch goes after the commit."""
    if not reason.strip():
        raise Unusable(sentence="请写明核对了什么、为什么可以放开。")
    if paused.paused_since() is None:
        raise NotPaused
    payload = {"reason": without_numbers(reason.strip())[:LONGEST_REASON]}
    record("notices.sending_released", by=by, at=at, payload=payload)
    transaction.on_commit(paused.release)
