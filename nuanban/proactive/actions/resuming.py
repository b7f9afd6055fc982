"""Runs whose job is gone: a job that was tried too often gives up, a run never does."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from procrastinate.contrib.django import app

from nuanban.journal.actions import record
from nuanban.lib.actor import SYSTEM
from nuanban.proactive.enums import RunState

# The job of a run that has just been prepared or released is on its way.
PATIENCE = timedelta(minutes=5)
_WITHOUT_JOB = """
SELECT r.id, r.state FROM proactive_run r
WHERE (r.state = 'reckoning' AND r.prepared_at < %(before)s
  OR r.state = 'releasing' AND r.released_at < %(before)s)
AND NOT EXISTS (SELECT FROM procrastinate_jobs j WHERE j.status IN ('todo', 'doing')
  AND j.task_name IN ('proactive.reckon', 'proactive.carry') AND j.args->>'run_id' = r.id::text)
FOR UPDATE OF r SKIP LOCKED
"""


@transaction.atomic
def resume_runs(*, at: datetime) -> int:
    """Gives runs that stand still a new job; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_JOB, {"before": at - PATIENCE})
        found = cursor.fetchall()
    for key, state in found:
        name = "proactive.carry" if state == RunState.RELEASING else "proactive.reckon"
        app.configure_task(name, queue="proactive").defer(run_id=str(key))
        record("proactive.run_resumed", by=SYSTEM, at=at, object_id=key)
    return len(found)
