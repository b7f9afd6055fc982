"""The whole city as columns, for sweeps: ids, days and statuses, no names and no numbers."""

from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection

from nuanban.lib.copying import table_of

PEOPLE: dict[str, Any] = {
    "resident": pl.String,
    "birth_date": pl.Date,
    "sex": pl.String,
    "registered_division": pl.String,
    "resident_division": pl.String,
}
HELD: dict[str, Any] = {
    "resident": pl.String,
    "kind": pl.String,
    "category": pl.String,
    "level": pl.Int64,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
}


def people_of_city(known_at: datetime) -> pl.DataFrame:
    """Everybody on file at `known_at` (PEOPLE), absorbed duplicates left out."""
    return _rows(
        "SELECT id, birth_on, nullif(sex, ''), registered_division_id, resident_division_id "
        "FROM residents_resident WHERE merged_into_id IS NULL "
        f"AND created_at <= '{known_at.isoformat()}'",
        PEOPLE,
    )


def statuses_of_city(day: date, known_at: datetime) -> pl.DataFrame:
    """Statuses in force on `day` as known at `known_at` (HELD), the oldest record first."""
    moment = known_at.isoformat()
    return _rows(
        "SELECT resident_id, kind, category, level, valid_from, valid_to FROM residents_status "
        f"WHERE valid_from <= '{day}' AND (valid_to IS NULL OR valid_to >= '{day}') "
        f"AND recorded_at <= '{moment}' AND (withdrawn_at IS NULL OR withdrawn_at > '{moment}') "
        "ORDER BY recorded_at",
        HELD,
    )


def _rows(sql: str, schema: dict[str, Any]) -> pl.DataFrame:
    with connection.cursor() as cursor:
        return table_of(cursor.cursor, sql, schema)
