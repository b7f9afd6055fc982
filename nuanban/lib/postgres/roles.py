"""The database roles: who they are, what they may do and how long they may take."""

from collections.abc import Mapping
from enum import StrEnum

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

DATABASE = "nuanban"


class Role(StrEnum):
    """Three roles. The program runs as `APP`; it owns nothing and makes no tables."""

    ROOT = "root"
    OWNER = "owner"
    APP = "app"

    @property
    def login(self) -> str:
        """The name of the role inside PostgreSQL."""
        return f"nuanban_{self.value}"


RIGHTS = {
    Role.OWNER: "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS",
    Role.APP: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS",
}

# One stuck page must not block a hall; a migration rather tries again than queues everybody.
LIMITS = {
    Role.OWNER: {
        "statement_timeout": "0",
        "lock_timeout": "1s",
        "idle_in_transaction_session_timeout": "5min",
        "transaction_timeout": "0",
    },
    Role.APP: {
        "statement_timeout": "30s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "1min",
        "transaction_timeout": "5min",
    },
}


def ensure_roles(parameters: Mapping[str, str], passwords: Mapping[str, str]) -> None:
    """Makes roles, limits and the database what they should be. Repeating it changes nothing.

    `parameters` are those of the superuser.
    """
    address = make_conninfo("", **{**parameters, "dbname": "postgres"})
    with psycopg.connect(address, autocommit=True) as connection:
        for role in RIGHTS:
            _ensure_role(connection, role, passwords[role.login])
        _ensure_database(connection)
    with psycopg.connect(make_conninfo(address, dbname=DATABASE), autocommit=True) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _ensure_role(connection: psycopg.Connection, role: Role, password: str) -> None:
    name = sql.Identifier(role.login)
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role.login])
    verb = "ALTER" if known.fetchone() else "CREATE"
    # Scrambled here, so that the password itself never reaches the server or its log.
    scrambled = connection.pgconn.encrypt_password(
        password.encode(), role.login.encode(), b"scram-sha-256"
    )
    connection.execute(
        sql.SQL("{verb} ROLE {name} {rights} PASSWORD {password}").format(
            verb=sql.SQL(verb),
            name=name,
            rights=sql.SQL(RIGHTS[role]),
            password=sql.Literal(scrambled.decode()),
        )
    )
    for setting, value in LIMITS[role].items():
        connection.execute(
            sql.SQL("ALTER ROLE {name} SET {setting} = {value}").format(
                name=name, setting=sql.Identifier(setting), value=sql.Literal(value)
            )
        )


def _ensure_database(connection: psycopg.Connection) -> None:
    names = {
        "database": sql.Identifier(DATABASE),
        "owner": sql.Identifier(Role.OWNER.login),
        "app": sql.Identifier(Role.APP.login),
    }
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
    if not known.fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC").format(**names))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {database} TO {app}").format(**names))
