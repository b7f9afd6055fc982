"""Django inside this process: imported once, under one database role at a time."""

import contextlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import django
from django.core.management import CommandError, call_command, get_commands
from django.db import connection

from config.cli.home import Home
from nuanban.lib.postgres import Role, ServerTrouble, connection_parameters


def open_django(home: Home) -> None:
    """Sets Django up for `home`. Repeating it costs nothing."""
    os.environ["NUANBAN_HOME"] = str(home.path)
    django.setup()


def exists(command: str) -> bool:
    """Whether some room brings this management command."""
    return command in get_commands()


def tell(command: str, *words: str, out: TextIO | None = None) -> None:
    """Runs a management command; what it prints goes to stderr, or to `out`."""
    try:
        with contextlib.redirect_stdout(out or sys.stderr):
            call_command(command, *words, stdout=out or sys.stderr)
    except CommandError as refusal:
        raise ServerTrouble(str(refusal)) from refusal


@contextmanager
def acting_as(home: Home, role: Role) -> Iterator[None]:
    """Connects as another role inside the block, without the pool."""
    before = dict(connection.settings_dict)
    parameters = connection_parameters(home.path, role)
    options = {key: value for key, value in before["OPTIONS"].items() if key != "pool"}
    _leave_database()
    connection.settings_dict.update(
        USER=parameters["user"], PASSWORD=parameters["password"], OPTIONS=options
    )
    try:
        yield
    finally:
        _leave_database()
        connection.settings_dict.update(before)


def _leave_database() -> None:
    connection.close()
    # The pool belongs to the old role.
    close_pool = getattr(connection, "close_pool", None)
    if close_pool is not None and connection.settings_dict["OPTIONS"].get("pool"):
        close_pool()
