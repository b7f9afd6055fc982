"""Is it alive? Asked from outside, like a visitor."""

import http.client
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from nuanban.lib.postgres import Role, connection_parameters

SECONDS = 2


def web_is_ready(port: int) -> bool:
    """Whether the pages answer and say that what they need is there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def database_answers(home: Path) -> bool:
    """Whether the program's own role can ask the database something."""
    parameters = {**connection_parameters(home, Role.APP), "connect_timeout": str(SECONDS)}
    try:
        with psycopg.connect(make_conninfo("", **parameters)) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.Error:
        return False


def is_alive(pid: int | None) -> bool:
    """Whether the process exists and is not a zombie."""
    if not pid:
        return False
    try:
        return bool((Path("/proc") / str(pid) / "cmdline").read_bytes())
    except OSError:
        return False
