"""What the channel does when something happens below: runs begin, answers arrive by text."""

from contextlib import suppress
from datetime import datetime

from nuanban.journal.events import Entry, reads
from nuanban.lib.actor import SYSTEM
from nuanban.notices import queries as notices
from nuanban.notices.events import INBOUND_RECEIVED
from nuanban.proactive import actions, jobs, queries
from nuanban.proactive.enums import AnswerKind, AnswerVia

IN_PERSON = ("zone", "visits", "care", "ordinary")
_WORDS = {
    AnswerKind.AGREE: ("同意", "1", "好", "可以", "愿意", "ty", "TY"),
    AnswerKind.DECLINE: ("不要", "不同意", "不需要", "3", "退订"),
    AnswerKind.OBJECT: ("异议", "不对", "有误", "2"),
}


@reads("proactive.run_prepared")
def reckon_prepared(entry: Entry) -> None:
    """The worker judges the city."""
    jobs.reckon.defer(run_id=str(entry.object_id))


@reads("proactive.run_released")
def carry_released(entry: Entry) -> None:
    """The worker does what the run says."""
    jobs.carry.defer(run_id=str(entry.object_id))


@reads("proactive.entitlement_active")
def certify_active(entry: Entry) -> None:
    """Whoever has a right gets the paper for it."""
    jobs.certify.defer(entitlement_id=str(entry.object_id))


@reads("cases.served")
def sign_of_life(entry: Entry) -> None:
    """Whoever was served in person lives: their pension needs no other proof for a year."""
    if entry.subject_id is None or entry.payload.get("channel") not in IN_PERSON:
        return
    actions.note_life(entry.subject_id, by=SYSTEM, at=entry.at, origin_id=entry.object_id)


def meant(text: str) -> AnswerKind | None:
    """What a text message says; None when a person should read it."""
    plain = text.strip().strip("。.!！ “”\"'")
    for kind in (AnswerKind.DECLINE, AnswerKind.OBJECT, AnswerKind.AGREE):
        if plain in _WORDS[kind] or (len(plain) <= 6 and any(w in plain for w in _WORDS[kind][:3])):
            return kind
    return None


@reads(INBOUND_RECEIVED)
def answer_by_text(entry: Entry) -> None:
    """One word from the phone that was told last settles what it was told."""
    message = notices.inbound_by_id(entry.object_id) if entry.object_id else None
    if message is None:
        return
    last = notices.last_sent_to(bytes(message.sender_index), before=message.received_at)
    if last is None or last.person_id is None or not last.purpose.startswith("proactive."):
        return
    kind = meant(message.text)
    if last.purpose == "proactive.claim":
        _answer_claim(last.receiver_key, kind, message.text, message.received_at)
        return
    entitlement = queries.last_offered(last.person_id, last.receiver_key)
    if entitlement is None or kind is None or queries.is_answered(entitlement, message.received_at):
        return
    actions.answer(
        entitlement,
        kind=kind,
        via=AnswerVia.SMS,
        words=message.text,
        by=SYSTEM,
        at=message.received_at,
    )


def _answer_claim(receiver_key: str, kind: AnswerKind | None, words: str, at: datetime) -> None:
    """Whoever says no to paying back objects; the rest is read by people."""
    claim = queries.claim_told_by(receiver_key)
    if claim is None or kind not in (AnswerKind.OBJECT, AnswerKind.DECLINE):
        return
    # Delivery is at least once, and the person may have said it elsewhere meanwhile.
    with suppress(actions.OverpaymentMoved):
        actions.object_to_claim(claim, words=words, via=AnswerVia.SMS, by=SYSTEM, at=at)
