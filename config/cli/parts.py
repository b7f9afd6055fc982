"""What runs beside the database. Each part is a process forked from the one that read the program.

So the program is read once for all of them, and a part that died is back at once.
"""

import gc
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from config.cli.home import Home

HOST = "127.0.0.1"
# Requests that one process takes at a time; the others wait at the door.
PAGES_AT_A_TIME, STREAMS_AT_A_TIME = 128, 6000
SECONDS_TO_FINISH = 4
# Of the 19 steps by which a process may give way.
BEHIND = 10


@dataclass(frozen=True)
class Part:
    """One process to keep alive; `run` works until SIGTERM."""

    name: str
    run: Callable[[], None]


def parts(port: int) -> list[Part]:
    """Pages on `port`, streams on the next one, background work, and the keeper beside it."""
    return [
        Part("web", partial(serve_pages, port)),
        Part("stream", partial(serve_streams, port + 1)),
        Part("worker", partial(_behind, "work")),
        Part("keeper", partial(_behind, "keep")),
    ]


def _behind(command: str) -> None:
    """Runs a command that gives way to whoever waits at a counter."""
    os.nice(BEHIND)
    run_command(command)


def read_program(home: Home) -> None:
    """Imports what the parts share. Touches no database."""
    from config.cli.django_world import open_django

    open_django(home)
    from django.urls import get_resolver

    import_module("config.wsgi")
    # Reading the patterns imports the pages of every room.
    list(get_resolver().url_patterns)
    # What is read now stays as it is, so that the parts share its memory.
    gc.collect()
    gc.freeze()


def serve_pages(port: int) -> None:
    """Pages and API: WSGI, because Django under ASGI costs two thirds of the speed."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    Granian(
        "config.wsgi:application",
        interface=Interfaces.WSGI,
        address=HOST,
        port=port,
        workers=2,
        blocking_threads=4,
        backpressure=PAGES_AT_A_TIME,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=SECONDS_TO_FINISH,
    ).serve()


def serve_streams(port: int) -> None:
    """Server-sent events: one process for all screens."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    Granian(
        "config.stream:application",
        interface=Interfaces.ASGI,
        address=HOST,
        port=port,
        backlog=2048,
        backpressure=STREAMS_AT_A_TIME,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=SECONDS_TO_FINISH,
    ).serve()


def run_command(name: str) -> None:
    """A management command that works until it is told to stop."""
    from django.core.management import call_command

    call_command(name)
