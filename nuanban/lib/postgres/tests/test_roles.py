"""The program's role owns nothing, and no role waits for ever."""

from pathlib import Path

import psycopg
import pytest

from nuanban.lib.postgres import Server
from nuanban.lib.postgres.roles import LIMITS, Role
from nuanban.lib.postgres.tests.asking import ask, connect

FORBIDDEN = {
    "a table": "CREATE TABLE mine ()",
    "a temporary table": "CREATE TEMPORARY TABLE mine ()",
    "a schema": "CREATE SCHEMA mine",
    "a database": "CREATE DATABASE mine",
    "a role": "CREATE ROLE mine",
    "the owner's rights": "SET ROLE nuanban_owner",
    "a program on this machine": "COPY (SELECT 1) TO PROGRAM 'true'",
    "a file of this machine": "SELECT pg_read_file('PG_VERSION')",
}


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_programs_role_may_not_have(server: Server, home: Path, statement: str) -> None:
    with connect(home) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


@pytest.mark.parametrize("role", [Role.OWNER, Role.APP])
def test_every_role_has_its_limits(server: Server, home: Path, role: Role) -> None:
    with connect(home, role) as connection:
        for setting, value in LIMITS[role].items():
            shown = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
            assert shown == (value,)


def test_the_owner_makes_tables_and_test_databases_but_is_no_superuser(
    server: Server, home: Path
) -> None:
    rights = "SELECT rolcreatedb AND NOT rolsuper FROM pg_roles WHERE rolname = current_user"
    assert ask(home, rights, "owner") is True
    ask(home, "CREATE TABLE of_the_owner ()", "owner")
    ask(home, "DROP TABLE of_the_owner", "owner")


def test_text_sorts_the_same_on_every_machine(server: Server, home: Path) -> None:
    provider = "SELECT datlocprovider::text FROM pg_database WHERE datname = current_database()"
    assert ask(home, provider) == "b"
    assert ask(home, "SELECT upper('é') || ('Z' < 'a')::text") == "Étrue"


def test_damaged_pages_are_noticed(server: Server, home: Path) -> None:
    assert ask(home, "SHOW data_checksums") == "on"
