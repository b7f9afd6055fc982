"""Text messages that come in: kept whoever sent them, and told to the rooms above."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Unusable
from nuanban.lib.keys import new_key
from nuanban.lib.phones import PhoneFault, mask_phone, read_phone
from nuanban.notices.models import Inbound
from nuanban.notices.plain_words import without_numbers
from nuanban.notices.sealed import phone_index, seal

OLDEST, AHEAD = timedelta(days=400), timedelta(days=1)


@dataclass(frozen=True)
class NewInbound:
    """A message as the provider hands it over."""

    sender: str
    text: str
    provider_id: str
    received_at: datetime


@transaction.atomic
def receive(new: NewInbound, *, by: Actor, at: datetime) -> Inbound:
    """Keeps one message; the same provider id again is the same message.

    ID numbers in it are masked before it is kept: nobody should have sent them.
    """
    if not at - OLDEST < new.received_at < at + AHEAD:
        raise Unusable(sentence="收到短信的时间不合理，请检查 received_at。")
    if "\x00" in new.text + new.sender + new.provider_id:
        raise Unusable(sentence="短信里有看不见的控制字符，收不下。")
    row = _row(new, at)
    Inbound.objects.bulk_create([row], ignore_conflicts=True)
    kept = Inbound.objects.get(provider_id=new.provider_id)
    if kept.pk == row.pk:
        record("notices.inbound_received", by=by, at=at, object_id=row.pk)
    return kept


def _row(new: NewInbound, at: datetime) -> Inbound:
    key = new_key()
    sender = _tidy(new.sender)
    return Inbound(
        id=key,
        provider_id=new.provider_id,
        sender_sealed=seal(sender, "inbound.sender", key),
        sender_masked=mask_phone(sender),
        sender_index=phone_index(sender),
        text=without_numbers(new.text),
        received_at=new.received_at,
        recorded_at=at,
    )


def _tidy(sender: str) -> str:
    """A number as it is dialled; what is none stays as it came."""
    try:
        return read_phone(sender)
    except PhoneFault:
        return sender.strip()
