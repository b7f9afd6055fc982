"""A department says what it knows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from nuanban.eligibility.enums import Department
from nuanban.eligibility.models import Coverage
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.keys import new_key

_SUPERSEDE = """
UPDATE eligibility_record SET superseded_at = %(at)s
WHERE department = %(department)s AND superseded_at IS NULL AND resident_id = ANY(%(people)s)
"""
_INSERT = """
INSERT INTO eligibility_record
  (id, resident_id, department, facts, valid_from, recorded_at, origin_id)
SELECT id, resident, %(department)s, facts::jsonb, valid_from, %(at)s, %(origin)s
FROM unnest(%(ids)s::uuid[], %(people)s::uuid[], %(facts)s::text[], %(days)s::date[])
  AS new(id, resident, facts, valid_from)
"""


@dataclass(frozen=True)
class NewRecord:
    """Facts of one person, checked against the vocabulary; days as dates."""

    resident_id: UUID
    facts: Mapping[str, Any]
    valid_from: date


@transaction.atomic
def keep_records(
    department: Department,
    records: Sequence[NewRecord],
    *,
    by: Actor,
    at: datetime,
    origin_id: UUID | None = None,
) -> int:
    """Keeps one record for each person in place of the department's older one."""
    people = [new.resident_id for new in records]
    values: dict[str, Any] = {
        "department": department.value,
        "at": at,
        "origin": origin_id,
        "people": people,
        "ids": [new_key() for _ in records],
        "facts": [json.dumps(dict(new.facts), default=date.isoformat) for new in records],
        "days": [new.valid_from for new in records],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUPERSEDE, values)
        cursor.execute(_INSERT, values)
    record(
        "eligibility.records_kept",
        by=by,
        at=at,
        object_id=origin_id,
        payload={"department": department.value, "people": len(people)},
    )
    return len(people)


@transaction.atomic
def note_whole_list(department: Department, *, by: Actor, at: datetime) -> None:
    """From now on, who is not on the department's list has nothing of it."""
    Coverage.objects.get_or_create(department=department.value, defaults={"whole_since": at})
    record("eligibility.list_is_whole", by=by, at=at, payload={"department": department.value})
