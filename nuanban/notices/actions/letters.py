"""Letters: typeset when they are printed, sent when somebody says that they are in the post."""

from datetime import datetime

from django.db import transaction

from nuanban.lib.actor import Actor
from nuanban.lib.names import mask_name
from nuanban.notices import paused
from nuanban.notices.actions.moves import NoticeMoved
from nuanban.notices.actions.pause import SendingPaused
from nuanban.notices.enums import Kind, NoticeState, Outcome
from nuanban.notices.models import Attempt, Notice
from nuanban.notices.notes import note
from nuanban.notices.sealed import unseal
from nuanban.notices.states import TO_SEND
from nuanban.offices import queries as offices
from nuanban.papers import actions as papers
from nuanban.papers.enums import DocumentKind
from nuanban.papers.letter import Letter


@transaction.atomic
def print_letter(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """Makes the letter as a numbered, checkable document; printing it again is the same one."""
    held = _held(notice)
    if held.document_id is None:
        held.document = papers.issue_document(_letter(held), by=by, at=at)
        held.save(update_fields=["document"])
    note("notices.letter_printed", held, by=by, at=at)
    return held


@transaction.atomic
def note_posted(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """The letter is in the post."""
    held = _held(notice)
    if held.document_id is None:
        raise NoticeMoved
    held.state, held.sent_at, held.tries = NoticeState.SENT, at, held.tries + 1
    held.receipt = held.document.number if held.document else ""
    held.save(update_fields=["state", "sent_at", "tries", "receipt"])
    Attempt.objects.create(notice=held, at=at, outcome=Outcome.SENT, said="已寄出", by_name=by.name)
    note("notices.sent", held, by=by, at=at)
    return held


def _held(notice: Notice) -> Notice:
    """The letter, locked, while it waits; raises when it does not, or nothing may go out."""
    if paused.paused_since():
        raise SendingPaused
    waiting = Notice.objects.select_for_update(of=("self",)).select_related("document")
    held = waiting.filter(pk=notice.pk, kind=Kind.LETTER, state__in=TO_SEND).first()
    if held is None:
        raise NoticeMoved
    return held


def _letter(notice: Notice) -> Letter:
    assert notice.person_id is not None
    city = offices.city()
    return Letter(
        kind=DocumentKind.NOTICE,
        title=notice.title,
        greeting=f"{notice.addressee}：",
        opening=notice.text,
        lines=(
            ("寄给", notice.addressee),
            ("地址", unseal(bytes(notice.to_sealed or b""), "notice.to", notice.pk)),
            ("有事请打", city.phone if city else ""),
        ),
        closing="",
        subject_id=notice.person_id,
        holder_masked=mask_name(notice.addressee),
        issuer=f"{city.name}暖办服务中心" if city else "暖办",
        large_print=notice.is_large_print,
    )
