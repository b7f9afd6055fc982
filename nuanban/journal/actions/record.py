"""Writing what was done, in the transaction of the deed."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from nuanban.journal import delivery
from nuanban.journal.models import Entry
from nuanban.lib.actor import Actor


def record(
    kind: str,
    *,
    by: Actor,
    at: datetime,
    subject_id: UUID | None = None,
    object_id: UUID | None = None,
    site: str = "",
    payload: Mapping[str, object] | None = None,
) -> Entry:
    """Writes one entry and hands it to its readers, in the transaction of the deed."""
    entry = Entry.objects.create(
        kind=kind,
        at=at,
        subject_id=subject_id,
        object_id=object_id,
        payload=dict(payload or {}),
        **_who(by, site),
    )
    delivery.defer(entry)
    return entry


def record_many(
    kind: str, *, by: Actor, at: datetime, subjects: Sequence[UUID], site: str = ""
) -> None:
    """One entry for each subject of a bulk deed; bulk deeds have no readers."""
    who = _who(by, site)
    entries = [Entry(kind=kind, at=at, subject_id=s, object_id=s, **who) for s in subjects]
    Entry.objects.bulk_create(entries, batch_size=2_000)


# For a deed that must hold a hot row lock as short as can be: the entry is written by the same
# statement. Such a kind of entry has no readers.
ENTRY_SQL = """
INSERT INTO journal_entry (kind, at, subject_id, object_id, payload, actor_kind, actor_id,
  actor_name, mandate_id, device_id, site, address)
SELECT %(entry_kind)s, %(entry_at)s, %(entry_subject)s, %(entry_object)s, %(entry_payload)s,
  %(actor_kind)s, %(actor_id)s, %(actor_name)s, %(mandate_id)s, %(device_id)s, %(site)s,
  %(address)s
"""


def entry_parameters(
    kind: str,
    *,
    by: Actor,
    at: datetime,
    subject_id: UUID | None,
    object_id: UUID,
    site: str,
    payload: Mapping[str, object],
) -> dict[str, object]:
    """Parameters of ENTRY_SQL."""
    return {
        "entry_kind": kind,
        "entry_at": at,
        "entry_subject": subject_id,
        "entry_object": object_id,
        "entry_payload": json.dumps(dict(payload)),
        **_who(by, site),
    }


def _who(by: Actor, site: str) -> dict[str, object]:
    return {
        "actor_kind": by.kind,
        "actor_id": by.id,
        "actor_name": by.name,
        "mandate_id": by.mandate_id,
        "device_id": by.device_id,
        "site": site or by.site,
        "address": by.address,
    }
