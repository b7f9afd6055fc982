"""Keeping the queue alive from outside it: jobs of dead workers are given back.

The queue is at least once; the worker of a killed process leaves its jobs `doing`. A sweep inside
the queue could die with it, so this one runs in the keeper.
"""

from django.db import connection

HEARTBEAT_SECONDS = 30

_GIVE_BACK = """
UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL
WHERE status = 'doing' AND (worker_id IS NULL OR worker_id NOT IN (
    SELECT id FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)
))
"""
_FORGET = """
DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - make_interval(secs => %s)
"""


def give_back_orphans(silence: int = HEARTBEAT_SECONDS) -> int:
    """Gives back the jobs of workers that were silent for `silence` seconds; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('nuanban.sweep'))")
        cursor.execute(_GIVE_BACK, [silence])
        given = int(cursor.rowcount)
        cursor.execute(_FORGET, [silence * 4])
    return given


def stuck_jobs(minutes: int = 10) -> int:
    """Jobs that have been `doing` or due for longer than the limit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs j WHERE status IN ('todo', 'doing') "
            "AND coalesce(scheduled_at, (SELECT min(at) FROM procrastinate_events e "
            "WHERE e.job_id = j.id), now()) < now() - make_interval(mins => %s)",
            [minutes],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0
