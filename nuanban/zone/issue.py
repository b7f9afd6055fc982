"""Writing a ticket: number, row, journal entry and kept answer in one statement.

The counter's row is the one hot spot of a hall. Over the API nothing follows this statement, so
kiosks wait for each other only while the database itself works.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from nuanban.journal.actions import (
    ENTRY_SQL,
    KEEP_SQL,
    LOOK_SQL,
    AlreadyAnswered,
    Answer,
    Operation,
    entry_parameters,
    keep_parameters,
)
from nuanban.lib.actor import Actor
from nuanban.lib.keys import new_key
from nuanban.zone.models import Ticket

_COLUMNS = (
    "id",
    "site_id",
    "day",
    "prefix",
    "code",
    "lane",
    "reasons",
    "resident_id",
    "name_masked",
    "person_sealed",
    "person_index",
    "birth_on",
    "groups",
    "needs",
    "item_id",
    "skill",
    "via",
    "device_id",
    "state",
    "arrived_at",
    "queued_at",
    "appointment_at",
    "wait_low",
    "wait_high",
)
# What every new ticket begins with. Written here, the statement stays below the 50 parameters
# up to which psycopg remembers how to send it.
_BEGINNING = {
    "note": "''",
    "call_reason": "''",
    "calls": "0",
    "misses": "0",
    "overtaken": "0",
    "calls_since_return": "0",
    "clock_skewed": "false",
}
_COUNT = """
INSERT INTO zone_ticketcounter (id, site_id, day, prefix, last)
SELECT %(counter_id)s, %(site_id)s, %(day)s, %(prefix)s, 1 {unless}
ON CONFLICT (site_id, day, prefix) DO UPDATE SET last = zone_ticketcounter.last + 1
RETURNING last
"""
_GIVEN = "SELECT %(number)s::int AS last {unless}"
_ISSUE = f"""
WITH counted AS ({{source}}), entry AS ({ENTRY_SQL} FROM counted), ticket AS (
  INSERT INTO zone_ticket ({", ".join((*_COLUMNS, *_BEGINNING))}, number)
  SELECT {", ".join((*(f"%({name})s" for name in _COLUMNS), *_BEGINNING.values()))}, counted.last
  FROM counted
  RETURNING number, label
)
"""
_KEEP = f", kept AS ({KEEP_SQL.format(known='ticket.label')} FROM ticket)"
_TELL = " SELECT number, label FROM ticket"


def _sql(source: str, *, keeps: bool) -> str:
    unless = f"WHERE NOT EXISTS ({LOOK_SQL})" if keeps else ""
    return _ISSUE.format(source=source.format(unless=unless)) + (_KEEP if keeps else "") + _TELL


_SQL = {
    (is_given, keeps): _sql(_GIVEN if is_given else _COUNT, keeps=keeps)
    for is_given in (True, False)
    for keeps in (True, False)
}


@dataclass(frozen=True)
class Kept:
    """The operation that a ticket answers, with the answer; TO_COME in it becomes the label."""

    operation: Operation
    answer: Answer


def issue(
    ticket: Ticket, number: int, *, by: Actor, at: datetime, kept: Kept | None = None
) -> None:
    """Writes the ticket and fills in its number; `number` other than 0 was printed by a kiosk.

    Raises AlreadyAnswered, with nothing written, when the operation has its answer.
    """
    values: dict[str, Any] = {name: getattr(ticket, name) for name in _COLUMNS}
    values["reasons"] = json.dumps(ticket.reasons)
    values |= {"counter_id": new_key(), "number": number}
    values |= entry_parameters(
        "zone.checked_in",
        by=by,
        at=at,
        subject_id=ticket.resident_id,
        object_id=ticket.pk,
        site=ticket.site_id,
        payload={
            "lane": ticket.lane,
            "via": ticket.via,
            "codes": [reason["code"] for reason in ticket.reasons],
        },
    )
    if kept is not None:
        values |= keep_parameters(kept.operation, kept.answer)
    with connection.cursor() as cursor:
        cursor.execute(_SQL[bool(number), kept is not None], values)
        row = cursor.fetchone()
    if row is None:
        raise AlreadyAnswered
    ticket.number, label = row
    ticket._state.adding = False
    ticket.label = label
