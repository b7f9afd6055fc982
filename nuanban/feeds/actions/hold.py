"""A held file goes on when a lead officer has compared it."""

from datetime import datetime

from django.db import transaction

from nuanban.feeds.actions.receive import AlreadyDecided
from nuanban.feeds.enums import DeliveryState
from nuanban.feeds.models import Delivery
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable


class OwnFile(Refusal):
    """这个文件是您自己送来的，请另一位同事核对后放行。"""


@transaction.atomic
def release_held(delivery: Delivery, *, words: str, by: Actor, at: datetime) -> Delivery:
    """Lets the file be written after all; says what was checked."""
    if not words.strip():
        raise Unusable(sentence="请写明核对了什么。")
    waiting = Delivery.objects.select_for_update().filter(pk=delivery.pk, state=DeliveryState.HELD)
    found = waiting.first()
    if found is None:
        raise AlreadyDecided
    if found.sender_id == by.id:
        raise OwnFile
    found.state = DeliveryState.KEEPING
    found.decided_by_id = by.id if by.kind == "staff" else None
    found.decided_words = words.strip()[:400]
    found.save()
    record("feeds.released", by=by, at=at, object_id=found.pk)
    return found
