"""Short ways to ask a test database."""

from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from nuanban.lib.postgres import connection_parameters


def connect(home: Path, role: str = "app", **other: str) -> psycopg.Connection:
    """A connection in which every statement counts at once."""
    parameters = {**connection_parameters(home, role), **other}
    return psycopg.connect(make_conninfo("", **parameters), autocommit=True)


def ask(home: Path, question: str, role: str = "app") -> object:
    """The first value of the first row; None when the statement has no rows."""
    with connect(home, role) as connection:
        answer = connection.execute(question.encode())
        row = answer.fetchone() if answer.description else None
    return row[0] if row else None
