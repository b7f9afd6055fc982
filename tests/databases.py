"""Databases for tests: made by the owner, used by the role of the program."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from nuanban.lib.postgres import Role, connection_parameters


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
def make_template(worker_id: str) -> Iterator[None]:
    """An empty database for one test process."""
    name = f"test_{worker_id}"
    _drop(name)
    _create(name)
    _use(Role.APP, name)
    try:
        yield
    finally:
        connections.close_all()
        _drop(name)


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
