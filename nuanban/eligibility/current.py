"""What a department says now, of many people at once."""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from nuanban.eligibility.enums import Department
from nuanban.eligibility.models import Record

_CURRENT = """
SELECT resident_id, facts::text FROM eligibility_record
WHERE department = %s AND superseded_at IS NULL AND resident_id = ANY(%s)
"""


def current_facts(department: Department, people: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """The department's current record of each of these people, as JSON keeps it."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, [department.value, list(people)])
        return {person: json.loads(facts) for person, facts in cursor.fetchall()}


def people_on_list(department: Department, without: dict[str, Any]) -> set[UUID]:
    """Everybody with a current record of the department that says more than `without`.

    `without` are the facts of somebody who is not on the list.
    """
    found = Record.objects.filter(department=department, superseded_at=None)
    if without:
        found = found.exclude(facts=without)
    return set(found.values_list("resident_id", flat=True))
