"""Django inside this process: imported once, under one database role at a time."""

import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import django
from django.core.management import CommandError, call_command
from django.db import connection

from config.cli.home import Home
from nuanban.lib.postgres import Role, ServerTrouble, connection_parameters
from nuanban.lib.postgres.connections import is_embedded

# `lock_timeout` stays: a migration never lets others queue up behind it.
WITHOUT_HURRY = (
    "-c statement_timeout=0 -c transaction_timeout=0 -c idle_in_transaction_session_timeout=0"
)


def open_django(home: Home) -> None:
    """Sets Django up for `home`. Repeating it costs nothing."""
    os.environ["NUANBAN_HOME"] = str(home.path)
    django.setup()


def tell(command: str, *words: str, out: TextIO | None = None) -> None:
    """Runs a management command; what it prints goes to stderr, or to `out`."""
    try:
        with contextlib.redirect_stdout(out or sys.stderr):
            call_command(command, *words, stdout=out or sys.stderr)
    except CommandError as refusal:
        raise ServerTrouble(str(refusal)) from refusal


def tell_apart(command: str, *words: str) -> None:
    """`tell` in a process of its own, from which nothing stays behind.

    Typesetting starts threads; a process forked later would get their locks without them, and
    wait for ever at its first letter.
    """
    _leave_database()
    worker = multiprocessing.get_context("fork").Process(target=_alone, args=(command, *words))
    worker.start()
    try:
        worker.join()
    finally:
        worker.terminate()
        worker.join()
    if worker.exitcode:
        raise ServerTrouble(f"{command} 没有做完（{worker.exitcode}），原因见上面。")


def _alone(command: str, *words: str) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    try:
        tell(command, *words)
    except ServerTrouble as trouble:
        sys.exit(str(trouble))


@contextmanager
def acting_as(home: Home, role: Role) -> Iterator[None]:
    """Connects as `role` inside the block: without the pool, and without hurry.

    The limits that protect a hall from a stuck page would cut a long load short.
    """
    before = dict(connection.settings_dict)
    parameters = connection_parameters(home.path, role)
    options = {key: value for key, value in before["OPTIONS"].items() if key != "pool"}
    if is_embedded():
        options["options"] = WITHOUT_HURRY
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
