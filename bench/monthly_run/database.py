"""A PostgreSQL of its own, with tables, rights, reference data, a hall and its staff."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from config.cli.home import Home
from nuanban.lib.postgres import Role, Server


@contextmanager
def empty_city(folder: Path, at: datetime) -> Iterator[None]:
    """Inside, Django talks to the new city as the program does."""
    home = Home.find(folder)
    (folder / "static").mkdir(parents=True, exist_ok=True)
    server = Server(folder / "database")
    server.start()
    try:
        _prepare(home, at)
        yield
    finally:
        _leave()
        server.stop()


def _prepare(home: Home, at: datetime) -> None:
    from config.cli.django_world import acting_as, open_django, tell

    open_django(home)
    with acting_as(home, Role.OWNER):
        tell("migrate", "--noinput", out=io.StringIO())
        tell("grant_rights", out=io.StringIO())
    tell("load_reference", out=io.StringIO())
    from tests.cast import gather

    gather(at)


def _leave() -> None:
    from django.db import connections

    connections.close_all()
