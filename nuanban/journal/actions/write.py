"""Many rows of one table at once."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, connection, models, transaction

# So few are as fast one way as the other.
FEW = 20


@transaction.atomic
def write_new(rows: Sequence[models.Model]) -> int:
    """Writes rows of one model that have their own keys; gives how many were new. What is there
    already stays as it is.

    COPY is three times as fast as INSERT and knows no conflicts: where there is one, those rows
    are written again with INSERT, which passes over what is there.
    """
    if len(rows) > FEW:
        try:
            with transaction.atomic():
                _copy(rows)
            return len(rows)
        except IntegrityError:
            pass
    return _insert(rows)


@transaction.atomic
def write_all(rows: Sequence[models.Model]) -> None:
    """Writes rows of one model; a single conflict refuses them all."""
    if rows:
        _copy(rows)


def _insert(rows: Sequence[models.Model]) -> int:
    if not rows:
        return 0
    table = type(rows[0])._default_manager
    table.bulk_create(rows, ignore_conflicts=True)
    return table.filter(pk__in=[row.pk for row in rows]).count()


def _copy(rows: Sequence[models.Model]) -> None:
    about, quoted = type(rows[0])._meta, connection.ops.quote_name
    fields = [(f.attname, isinstance(f, models.JSONField)) for f in about.concrete_fields]
    names = ", ".join(quoted(f.column or "") for f in about.concrete_fields)
    sql = f"COPY {quoted(about.db_table)} ({names}) FROM STDIN"
    # A conflict of psycopg's own is one of Django's, so that those who wait for it see it.
    refusals = connection.wrap_database_errors
    with connection.cursor() as cursor, refusals, cursor.cursor.copy(sql) as copy:
        for row in rows:
            copy.write_row([_plain(getattr(row, name), is_json) for name, is_json in fields])


def _plain(value: Any, is_json: bool) -> Any:
    return json.dumps(value, ensure_ascii=False) if is_json and value is not None else value
