"""Questions others may ask about papers."""

from dataclasses import dataclass
from uuid import UUID

from nuanban.offices import queries as offices
from nuanban.papers import store
from nuanban.papers.enums import Standing
from nuanban.papers.models import Document, Upload
from nuanban.papers.signing import sign_apart

__all__ = ["Document", "Upload"]


@dataclass(frozen=True)
class Check:
    """What the public may know of a code: no personal data beyond a masked name."""

    standing: Standing
    document: Document | None


def check(code: str) -> Check:
    """Is the document with this code genuine, revoked or unknown?"""
    tidy = code.upper().replace("-", "").replace(" ", "")
    document = Document.objects.filter(code=tidy).first()
    if document is None:
        return Check(Standing.UNKNOWN, None)
    return Check(Standing.REVOKED if document.revoked_at else Standing.GENUINE, document)


def document_by_id(document_id: UUID) -> Document | None:
    """One document."""
    return Document.objects.filter(pk=document_id).first()


def pdf_of(document: Document) -> bytes:
    """The signed PDF."""
    return store.get("documents", document.pk)


def upload_by_id(upload_id: UUID) -> Upload | None:
    """One upload that was not removed."""
    return Upload.objects.filter(pk=upload_id, removed_at=None).first()


def content_of(upload: Upload) -> bytes:
    """The cleaned file."""
    return store.get("uploads", upload.pk)


def list_of(key: UUID) -> tuple[bytes, bytes]:
    """The bytes of a kept list, and the signature that goes beside it."""
    city = offices.city()
    content = store.get("lists", key)
    return content, sign_apart(content, city=city.name if city else "")
