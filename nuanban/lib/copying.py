"""Many rows out of PostgreSQL at once, as a frame. One million rows take about a second."""

from typing import Any

import polars as pl


def table_of(cursor: Any, sql: str, schema: dict[str, Any]) -> pl.DataFrame:
    """The rows of a SELECT without parameters; `cursor` is psycopg's, in its transaction.

    NULL and the empty text are both null: write `nullif` where that would matter.
    """
    with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy:
        content = b"".join(bytes(block) for block in copy)
    if not content:
        return pl.DataFrame(schema=schema)
    names = list(schema)
    texts = pl.read_csv(
        content,
        has_header=False,
        new_columns=names,
        schema_overrides=[pl.String] * len(names),
    )
    return texts.select(_typed(name, wanted) for name, wanted in schema.items())


def _typed(name: str, wanted: Any) -> pl.Expr:
    if wanted == pl.Boolean:
        return pl.when(pl.col(name).is_not_null()).then(pl.col(name) == "t").alias(name)
    if wanted == pl.Date:
        return pl.col(name).str.to_date("%Y-%m-%d")
    return pl.col(name).cast(wanted)
