"""Taking papers in, issuing documents, revoking them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.codes import new_code
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.lib.keys import new_key
from nuanban.offices import queries as offices
from nuanban.papers import store
from nuanban.papers.cleaning import Clean, clean, join_pages
from nuanban.papers.letter import Letter
from nuanban.papers.models import Document, Upload
from nuanban.papers.signing import sign
from nuanban.papers.typesetting import typeset

CODE_LENGTH = 12


class AlreadyRevoked(Refusal):
    """这份文书已经撤销过了。"""


def _store_upload(cleaned: Clean, name: str, subject_id: UUID, by: Actor, at: datetime) -> Upload:
    key = new_key()
    store.put("uploads", key, cleaned.content)
    upload = Upload.objects.create(
        id=key,
        name=name[:120],
        media_type=cleaned.media_type,
        size=len(cleaned.content),
        pages=cleaned.pages,
        digest=hashlib.sha256(cleaned.content).digest(),
        subject_id=subject_id,
        uploaded_by=by.id,
        uploaded_at=at,
    )
    record("papers.uploaded", by=by, at=at, subject_id=subject_id, object_id=key)
    return upload


@transaction.atomic
def take_in(
    contents: Sequence[bytes], *, name: str, subject_id: UUID, by: Actor, at: datetime
) -> Upload:
    """Takes one file, or several photos that become one PDF."""
    if not contents:
        raise Unusable(sentence="请先选择照片或文件。")
    cleaned = clean(contents[0]) if len(contents) == 1 else join_pages(list(contents))
    return _store_upload(cleaned, name, subject_id, by, at)


@transaction.atomic
def issue_document(letter: Letter, *, by: Actor, at: datetime) -> Document:
    """Typesets, numbers, signs and keeps a document."""
    city = offices.city()
    issuer = city.name if city else letter.issuer
    key, code = new_key(), new_code(CODE_LENGTH)
    number = _next_number(city_day(at).year)
    pdf = typeset(letter, number=number, code=code, check_url=check_url(code), at=at)
    signed = sign(pdf, city=issuer, reason=letter.title)
    store.put("documents", key, signed)
    document = Document.objects.create(
        id=key,
        number=number,
        code=code,
        kind=letter.kind,
        title=letter.title,
        subject_id=letter.subject_id,
        holder_masked=letter.holder_masked,
        issuer=letter.issuer,
        is_large_print=letter.large_print,
        digest=hashlib.sha256(signed).digest(),
        size=len(signed),
        issued_at=at,
    )
    record("papers.issued", by=by, at=at, subject_id=letter.subject_id, object_id=key)
    return document


def check_url(code: str) -> str:
    """Address printed in the QR code."""
    return f"{settings.PUBLIC_ADDRESS}/check/{code}"


def _next_number(year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO papers_documentcounter (year, last) VALUES (%s, 1) ON CONFLICT (year) "
            "DO UPDATE SET last = papers_documentcounter.last + 1 RETURNING last",
            [year],
        )
        row = cursor.fetchone()
    return f"暖办〔{year}〕{row[0] if row else 0:06d} 号"


@transaction.atomic
def revoke_document(document: Document, *, reason: str, by: Actor, at: datetime) -> Document:
    """Takes a document out of force; the check page says so from now on."""
    if not reason.strip():
        raise Unusable(sentence="请写明为什么撤销。")
    mine = Document.objects.filter(pk=document.pk, revoked_at=None)
    if not mine.update(revoked_at=at, revoked_reason=reason.strip()):
        raise AlreadyRevoked
    record("papers.revoked", by=by, at=at, subject_id=document.subject_id, object_id=document.pk)
    document.refresh_from_db()
    return document


@transaction.atomic
def note_reading(document: Document, *, by: Actor, at: datetime) -> None:
    """Somebody printed or opened a document: it holds personal data, so it leaves a trace."""
    record("papers.opened", by=by, at=at, subject_id=document.subject_id, object_id=document.pk)


def keep_list(key: UUID, content: bytes) -> None:
    """Keeps the bytes of a list that goes to somebody outside, sealed on disk."""
    store.put("lists", key, content)
