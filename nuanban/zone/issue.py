"""Writing a ticket: number, row and journal entry in one statement.

The counter's row is the one hot spot of a hall. Its lock is taken by the last statement before
the answer is kept and the transaction ends, so that kiosks wait for each other as little as can be.
"""

import json
from datetime import datetime
from typing import Any

from django.db import connection

from nuanban.journal.actions import ENTRY_SQL, entry_parameters
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
    "note",
    "call_reason",
    "arrived_at",
    "queued_at",
    "appointment_at",
    "wait_low",
    "wait_high",
    "calls",
    "misses",
    "overtaken",
    "calls_since_return",
    "clock_skewed",
)
_COUNT = """
INSERT INTO zone_ticketcounter (id, site_id, day, prefix, last)
VALUES (%(counter_id)s, %(site_id)s, %(day)s, %(prefix)s, 1)
ON CONFLICT (site_id, day, prefix) DO UPDATE SET last = zone_ticketcounter.last + 1
RETURNING last
"""
_GIVEN = "SELECT %(number)s::int AS last"
_ISSUE = f"""
WITH counted AS ({{source}}), entry AS ({ENTRY_SQL})
INSERT INTO zone_ticket ({", ".join(_COLUMNS)}, number)
SELECT {", ".join(f"%({name})s" for name in _COLUMNS)}, counted.last FROM counted
RETURNING number, label
"""


def issue(ticket: Ticket, number: int, *, by: Actor, at: datetime) -> None:
    """Writes the ticket and fills in its number; `number` other than 0 was printed by a kiosk."""
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
    with connection.cursor() as cursor:
        cursor.execute(_ISSUE.format(source=_GIVEN if number else _COUNT), values)
        ticket.number, label = cursor.fetchone() or (0, "")
    ticket._state.adding = False
    ticket.label = label
