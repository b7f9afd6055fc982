"""Databases for tests: made by the owner, used by the role of the program."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from nuanban.lib.postgres import Role, connection_parameters
from tests.sharing import locked, shared_folder

# Names of this process's databases by kind, and the kind that the next test wants.
_own: dict[str, str] = {}
_wanted = [""]


def _settings() -> dict[str, object]:
    found: dict[str, object] = connections.settings["default"]
    return found


def _use(role: Role, database: str) -> None:
    connections.close_all()
    parameters = connection_parameters(Path(settings.HOME), role)
    _settings().update(
        NAME=database, USER=parameters["user"], PASSWORD=parameters["password"], OPTIONS={}
    )
    connections["default"].settings_dict.update(_settings())


def _as_root(statement: sql.Composed) -> None:
    parameters = connection_parameters(Path(settings.HOME), Role.ROOT)
    with psycopg.connect(make_conninfo("", **parameters), autocommit=True) as connection:
        connection.execute(statement)


def _exists(database: str) -> bool:
    parameters = connection_parameters(Path(settings.HOME), Role.ROOT)
    with psycopg.connect(make_conninfo("", **parameters)) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return known.fetchone() is not None


def _rename(database: str, to: str) -> None:
    _leave(database)
    text = "ALTER DATABASE {} RENAME TO {}"
    _as_root(sql.SQL(text).format(sql.Identifier(database), sql.Identifier(to)))


def _create(database: str, template: str = "template0") -> None:
    _leave(template)
    text = "CREATE DATABASE {} TEMPLATE {} OWNER {}"
    names = (database, template, Role.OWNER.login)
    _as_root(sql.SQL(text).format(*map(sql.Identifier, names)))


def _leave(database: str) -> None:
    """A thread of an earlier test may still hold a connection, and a template has none."""
    text = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}"
    _as_root(sql.SQL(text).format(sql.Literal(database)))


def _drop(database: str) -> None:
    text = "DROP DATABASE IF EXISTS {} WITH (FORCE)"
    _as_root(sql.SQL(text).format(sql.Identifier(database)))


@contextmanager
def make_templates(worker_id: str, fills: Mapping[str, Callable[[], None]]) -> Iterator[None]:
    """Databases for one test process, copies of those that the first process fills.

    `fills`: what is put into each, one after the other; each begins as the one before ended.
    """
    with locked(shared_folder("template")):
        before = "template0"
        for kind, fill in fills.items():
            before = _filled(f"first_{kind}", before, fill)
            _own[kind] = f"{worker_id}_{kind}"
            _drop(_own[kind])
            _create(_own[kind], before)
    _use(Role.APP, _own[_wanted[0]])
    try:
        yield
    finally:
        connections.close_all()
        for name in _own.values():
            _drop(name)


def _filled(name: str, before: str, fill: Callable[[], None]) -> str:
    if not _exists(name):
        making = f"{name}_making"
        _create(making, before)
        _use(Role.APP, making)
        fill()
        connections.close_all()
        _rename(making, name)
    return name


def choose(kind: str) -> None:
    """The next test works in this kind of database."""
    _wanted[0] = kind
    if _own and _settings()["NAME"] != _own[kind]:
        _use(Role.APP, _own[kind])


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside, the connection belongs to the owner of the tables."""
    name = str(_settings()["NAME"])
    _use(Role.OWNER, name)
    try:
        yield
    finally:
        _use(Role.APP, name)


@contextmanager
def own_database() -> Iterator[None]:
    """A copy of the process's database, for tests that commit."""
    template = str(_settings()["NAME"])
    copy = f"copy_{uuid.uuid4().hex[:12]}"
    connections.close_all()
    _create(copy, template)
    _use(Role.APP, copy)
    try:
        yield
    finally:
        _use(Role.APP, template)
        _drop(copy)
