"""Many rows out of PostgreSQL at once, as a frame; and time for what takes long."""

from typing import Any

import polars as pl

_LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout")
# The last of them is known from this version on.
_NEWEST_SINCE = 17


def take_time(cursor: Any, minutes: int = 30) -> None:
    """Lets the present transaction last: the limits that protect a hall from a stuck page would
    cut the reckoning of a whole city short. `cursor` is psycopg's.
    """
    version = cursor.connection.info.server_version // 10_000
    for name in _LIMITS if version >= _NEWEST_SINCE else _LIMITS[:-1]:
        # The clock of a transaction runs already: only 0 stops it, and then it begins anew.
        cursor.execute(f"SET LOCAL {name} = 0")
        cursor.execute(f"SET LOCAL {name} = '{minutes}min'")


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
