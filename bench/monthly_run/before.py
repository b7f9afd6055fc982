"""A city that has been running: what the first run gave is written down in bulk, not told again.

Only for the benchmark. Ids of changes serve as ids of what follows from them.
"""

import json
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from nuanban.eligibility import queries as eligibility
from nuanban.lib.copying import take_time
from nuanban.proactive.models import Run
from nuanban.proactive.periods import period_key

_GIVEN = "FROM proactive_change c WHERE c.run_id = %(run)s AND c.kind = 'start'"
_STEPS = (
    "INSERT INTO proactive_entitlement (id, code, resident_id, policy, state, amount_fen, since, "
    "why_ended, run_id) SELECT id, id::text, resident_id, policy, 'active', amount_fen, "
    f"date_trunc('month', %(day)s::date)::date, '', run_id {_GIVEN}",
    "INSERT INTO proactive_decision (id, run_id, resident_id, policy, version, kind, amount_fen, "
    "facts, reasons, released_by_id, decided_at) SELECT id, run_id, resident_id, policy, "
    f"'shipped', kind, amount_fen, facts, reasons, %(lead)s, %(at)s {_GIVEN}",
    "INSERT INTO proactive_grant (id, resident_id, policy, period_key, amount_fen, state, "
    "entitlement_id, decision_id, reserved_at, granted_at) SELECT id, resident_id, policy, "
    f"%(keys)s::jsonb ->> policy, amount_fen, 'granted', id, id, %(at)s, %(at)s {_GIVEN}",
    "UPDATE proactive_change SET state = 'done' WHERE run_id = %(run)s",
)


@transaction.atomic
def lay_down(run: Run, lead: Any, at: datetime) -> int:
    """Everything that this run would give; gives how many entitlements there are."""
    keys = {p.id: period_key(p.period, run.day) for p in eligibility.book_on(run.day).values()}
    values = {"run": run.pk, "day": run.day, "lead": lead.pk, "at": at, "keys": json.dumps(keys)}
    with connection.cursor() as cursor:
        take_time(cursor.cursor)
        for step in _STEPS:
            cursor.execute(step, values)
        cursor.execute("SELECT count(*) FROM proactive_entitlement")
        row = cursor.fetchone()
    Run.objects.filter(pk=run.pk).update(
        state="released", released_by=lead, released_at=at, ended_at=at, proposed_at=at
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return int(row[0]) if row else 0
