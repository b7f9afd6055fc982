"""What the database holds, to the letter and in numbers."""

from collections import Counter

from django.db import connection

TABLES = {
    "proactive_run": "state",
    "proactive_change": "state",
    "proactive_entitlement": "state",
    "proactive_decision": "kind",
    "proactive_grant": "state",
    "proactive_answer": "kind",
    "proactive_task": "state",
    "proactive_overpayment": "state",
    "proactive_overpaidgrant": "''",
    "proactive_instalment": "''",
    "proactive_partnerlist": "''",
    "proactive_partnerrow": "state",
    "cases_serving": "channel",
    "notices_notice": "purpose",
    "papers_document": "''",
    "papers_documentcounter": "last::text",
    "eligibility_record": "department",
    "journal_entry": "kind",
    "procrastinate_jobs": "task_name",
}


def letter_by_letter() -> list[tuple[str, ...]]:
    """A digest of every table: the same when nothing at all has happened."""
    parts = (
        f"SELECT '{table}', md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t"
        for table in TABLES
    )
    return _asked(" UNION ALL ".join(parts))


def in_numbers() -> Counter[tuple[str, str]]:
    """Rows by table and state: the same when the same has happened."""
    parts = (
        f"SELECT '{table}', {state}, count(*) FROM {table} GROUP BY 1, 2"
        for table, state in TABLES.items()
    )
    return Counter({(t, state): n for t, state, n in _asked(" UNION ALL ".join(parts))})


def _asked(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
