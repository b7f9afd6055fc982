"""How clients reach the database: the embedded server, or another one named by its address."""

import hashlib
import os
from functools import cache
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from nuanban.lib.postgres.passwords import read_passwords
from nuanban.lib.postgres.roles import DATABASE, Role

PORT = "5432"
ADDRESS, OWNER_ADDRESS = "NUANBAN_DATABASE_URL", "NUANBAN_OWNER_DATABASE_URL"
# `sockaddr_un.sun_path` holds 108 bytes, the closing zero included.
LONGEST_SOCKET_PATH = 107


def is_embedded() -> bool:
    """Whether the server is ours to start and stop."""
    return not os.environ.get(ADDRESS)


def address_mark() -> str:
    """Tells one foreign server from another without naming it; empty for the embedded one."""
    address = os.environ.get(ADDRESS, "")
    return hashlib.sha256(address.encode()).hexdigest() if address else ""


def connection_parameters(home: Path, role: Role | str) -> dict[str, str]:
    """Keywords of libpq (host, port, user, password, dbname …) for `psycopg.connect`.

    `home` is the home folder; its server lives in `home/database`. The role counts for the
    embedded server; NUANBAN_DATABASE_URL replaces it, with NUANBAN_OWNER_DATABASE_URL for owners.
    Before the first start the password is empty.
    """
    role = Role(role)
    if not is_embedded():
        return _of_address(role)
    return {
        "host": reachable_host(home / "database" / "socket"),
        "port": PORT,
        "user": role.login,
        "password": read_passwords(home / "keys").get(role.login, ""),
        "dbname": DATABASE,
    }


def reachable_host(socket_folder: Path) -> str:
    """The socket folder as libpq may use it, also when its path is too long for a socket."""
    path = str(socket_folder.absolute())
    if len(os.fsencode(f"{path}/.s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return path
    return f"/proc/self/fd/{_kept_open(path)}" if socket_folder.exists() else path


@cache
def _kept_open(folder: str) -> int:
    # Kept for the life of the process: every connection passes through this descriptor.
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)


def _of_address(role: Role) -> dict[str, str]:
    address = os.environ[ADDRESS]
    if role is not Role.APP:
        address = os.environ.get(OWNER_ADDRESS) or address
    given = {key: str(value) for key, value in conninfo_to_dict(address).items() if value}
    fallback = {"host": "", "port": PORT, "user": "", "password": "", "dbname": DATABASE}
    return fallback | given
