"""What happened to a notice, as the journal keeps it: codes only, never words."""

from datetime import datetime

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.notices.models import Notice


def note(kind: str, notice: Notice, *, by: Actor, at: datetime, **more: object) -> None:
    """One entry about one notice, with its kind and purpose."""
    record(
        kind,
        by=by,
        at=at,
        subject_id=notice.person_id,
        object_id=notice.pk,
        payload={"kind": str(notice.kind), "purpose": notice.purpose, **more},
    )
