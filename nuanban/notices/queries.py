"""Questions others may ask about notices."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nuanban.notices import paused
from nuanban.notices.braille import braille, can_write_braille
from nuanban.notices.enums import Kind, NoticeState
from nuanban.notices.models import Attempt, DemoMessage, Inbound, Notice
from nuanban.notices.sealed import phone_index, unseal
from nuanban.notices.states import TO_SEND

__all__ = ["Attempt", "Inbound", "Notice", "can_write_braille", "phone_index"]


def notice_by_id(notice_id: UUID) -> Notice | None:
    """One notice."""
    return notices().filter(pk=notice_id).first()


def notice_by_key(receiver_key: str) -> Notice | None:
    """The notice under this receiver key."""
    return Notice.objects.filter(receiver_key=receiver_key).first()


def notices() -> QuerySet[Notice]:
    """All notices, the newest first."""
    return Notice.objects.select_related("taken_by", "document").order_by("-created_at", "-id")


def notices_of(person_id: UUID) -> QuerySet[Notice]:
    """What one person was told, the newest first."""
    return notices().filter(person_id=person_id)


def messages_in_app(person_id: UUID) -> QuerySet[Notice]:
    """What stands on the person's own page, the newest first."""
    return notices_of(person_id).filter(kind=Kind.IN_APP, state=NoticeState.SENT)


def attempts_of(notice: Notice) -> QuerySet[Attempt]:
    """Every try, in order."""
    return Attempt.objects.filter(notice=notice).order_by("at", "id")


def inbound_by_id(inbound_id: UUID) -> Inbound | None:
    """One message that came in."""
    return Inbound.objects.filter(pk=inbound_id).first()


def inbound() -> QuerySet[Inbound]:
    """All messages that came in, the newest first."""
    return Inbound.objects.order_by("-received_at", "-id")


def last_sent_to(index: bytes, *, before: datetime, purpose: str = "") -> Notice | None:
    """What was sent last to a telephone number: an answer most likely answers that."""
    sent = Notice.objects.filter(to_index=index, kind=Kind.SMS, sent_at__lte=before)
    if purpose:
        sent = sent.filter(purpose=purpose)
    return sent.order_by("-sent_at", "-id").first()


def demo_messages() -> QuerySet[DemoMessage]:
    """What the demo gateway took, the newest first."""
    return DemoMessage.objects.order_by("-arrived_at", "-receiver_key")


def calls_to_make(at: datetime) -> QuerySet[Notice]:
    """Call tasks that may be taken now, the oldest first."""
    free = Q(state__in=TO_SEND, next_try_at__lte=at)
    left = Q(state=NoticeState.SENDING, lease_until__lte=at)
    calls = notices().filter(free | left, kind=Kind.CALL_TASK)
    return calls.order_by("next_try_at", "id")


def people_reached_by_phone(since: datetime) -> set[UUID]:
    """Who was spoken with on the telephone since then."""
    told = Notice.objects.filter(kind=Kind.CALL_TASK, state=NoticeState.SENT, sent_at__gte=since)
    return {person for person in told.values_list("person_id", flat=True) if person}


def calls_held_by(user_id: UUID) -> QuerySet[Notice]:
    """Calls that this colleague took and has not finished."""
    held = notices().filter(kind=Kind.CALL_TASK, state=NoticeState.SENDING)
    return held.filter(taken_by_id=user_id).order_by("lease_until")


def letters_to_post() -> QuerySet[Notice]:
    """Letters that wait to be printed or posted, the oldest first."""
    waiting = notices().filter(kind=Kind.LETTER, state__in=TO_SEND)
    return waiting.order_by("created_at", "id")


def number_to_call(notice: Notice) -> str:
    """The whole number, for the one who holds the call."""
    return unseal(bytes(notice.to_sealed or b""), "notice.to", notice.pk)


def letter_in_braille(notice: Notice) -> str:
    """The letter in braille; empty where this machine cannot."""
    return braille(f"{notice.title}\n\n{notice.addressee}：\n{notice.text}\n")


@dataclass(frozen=True)
class Outlook:
    """How sending stands: paused since when, and what waits."""

    paused_since: datetime | None
    waiting: int
    unknown: int
    dead: int


def outlook() -> Outlook:
    """How many wait to go out, have an unknown outcome, or are dead."""
    waiting, unknown = Q(state__in=TO_SEND), Q(state=NoticeState.UNKNOWN)
    ended = Q(state__in=[NoticeState.SENT, NoticeState.CANCELLED])
    found = Notice.objects.exclude(ended).aggregate(
        waiting=Count("pk", filter=waiting & ~Q(kind=Kind.CALL_TASK)),
        unknown=Count("pk", filter=unknown),
        dead=Count("pk", filter=Q(state=NoticeState.DEAD)),
    )
    return Outlook(paused.paused_since(), **found)


def counts_by_state() -> dict[str, int]:
    """How many notices stand in each state."""
    rows = Notice.objects.values_list("state").annotate(Count("pk"))
    return dict(rows)
