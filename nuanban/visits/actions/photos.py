"""Papers photographed at home."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from nuanban.journal.actions import Answer, Operation, fingerprint_of, run_once
from nuanban.lib.actor import Actor
from nuanban.papers import actions as papers
from nuanban.visits.actions.going_on import go_on
from nuanban.visits.actions.sent import OLDEST, locked_visit
from nuanban.visits.models import Visit, VisitPhoto


@dataclass(frozen=True)
class SentPhoto:
    """A photo as a phone sends it, with the operation key that the phone made. `item` and
    `material`: the paper it shows; empty for anything else. `sent_at`: the phone's clock now.
    """

    key: UUID
    content: bytes
    taken_at: datetime
    item: str = ""
    material: str = ""
    sent_at: datetime | None = None


def take_photo(visit: Visit, sent: SentPhoto, *, by: Actor, at: datetime) -> UUID:
    """Takes a photo in once; gives its key. Only then may the phone forget it."""

    def deed() -> Answer:
        key = _take(locked_visit(visit.pk), sent, by, at)
        return Answer(201, str(key))

    paper = (sent.item, sent.material) if sent.material else ()
    fingerprint = fingerprint_of(visit.pk.bytes, sent.content, *paper)
    operation = Operation(sent.key, f"round:{by.id}", fingerprint)
    return UUID(str(run_once(operation, deed).body))


def _take(visit: Visit, sent: SentPhoto, by: Actor, at: datetime) -> UUID:
    name, subject = f"上门照片 {visit.code}.jpg", visit.resident_id
    upload = papers.take_in([sent.content], name=name, subject_id=subject, by=by, at=at)
    is_paper = bool(sent.material) and sent.item in visit.items
    taken_at = _taken_at(sent, at)
    VisitPhoto.objects.create(
        visit=visit,
        upload=upload,
        key=sent.key,
        taken_at=taken_at,
        item=sent.item if is_paper else "",
        material=sent.material if is_paper else "",
    )
    if is_paper:
        go_on(visit, sent.item, when=taken_at, by=by, at=at)
    return upload.pk


def _taken_at(sent: SentPhoto, at: datetime) -> datetime:
    """By the server's clock, when the phone said what its own clock was."""
    if sent.sent_at is None:
        return min(sent.taken_at, at)
    return at - min(max(sent.sent_at - sent.taken_at, timedelta(0)), OLDEST)
