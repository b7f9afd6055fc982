"""Papers photographed at home."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuanban.journal.actions import Answer, Operation, fingerprint_of, run_once
from nuanban.lib.actor import Actor
from nuanban.papers import actions as papers
from nuanban.visits.models import Visit, VisitPhoto


@dataclass(frozen=True)
class SentPhoto:
    """A photo as a phone sends it, with the operation key that the phone made."""

    key: UUID
    content: bytes
    taken_at: datetime


def take_photo(visit: Visit, sent: SentPhoto, *, by: Actor, at: datetime) -> UUID:
    """Takes a photo in once; gives its key. Only then may the phone forget it."""

    def deed() -> Answer:
        name = f"上门照片 {visit.code}.jpg"
        subject = visit.resident_id
        upload = papers.take_in([sent.content], name=name, subject_id=subject, by=by, at=at)
        taken_at = min(sent.taken_at, at)
        VisitPhoto.objects.create(visit=visit, upload=upload, key=sent.key, taken_at=taken_at)
        return Answer(201, str(upload.pk))

    operation = Operation(sent.key, f"round:{by.id}", fingerprint_of(visit.pk.bytes, sent.content))
    return UUID(str(run_once(operation, deed).body))
