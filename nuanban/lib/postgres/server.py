"""One PostgreSQL server in one folder: made, started, adopted after a crash, stopped.

The server never runs as root. As root, its data folder is opened here and handed over as a file
descriptor: the server's account then needs no way through private folders above it.
"""

import fcntl
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import psycopg

from nuanban.lib.postgres.account import Account, account_for
from nuanban.lib.postgres.binaries import BARE_ENVIRONMENT, programs_for
from nuanban.lib.postgres.configuration import FAST_AND_UNSAFE, PG_HBA_CONF, postgresql_conf
from nuanban.lib.postgres.connections import PORT, reachable_host
from nuanban.lib.postgres.creation import initialise
from nuanban.lib.postgres.passwords import make_passwords, read_passwords
from nuanban.lib.postgres.postmaster import PAUSE, Postmaster
from nuanban.lib.postgres.roles import Role, ensure_roles
from nuanban.lib.postgres.trouble import ServerTrouble

NOTHING: Mapping[str, str] = MappingProxyType({})
LARGEST_LOG = 10_000_000


class Server:
    """The server in `folder`, with `data`, `socket` and the archive `wal` below it.

    Its passwords lie in `keys/database.json` beside the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.data = self.folder / "data"
        self.socket = self.folder / "socket"
        self.wal = self.folder / "wal"
        self.log = self.folder / "server.log"
        self.keys = self.folder.parent / "keys"
        self._postmaster = Postmaster(self.data)

    def start(
        self, *, fast: bool = False, settings: Mapping[str, str] = NOTHING, patience: float = 600
    ) -> bool:
        """Starts the server, or adopts the one that is running. Says whether it was started.

        `fast` gives up safety against crashes: only for tests. `settings` count for this start.
        `patience` in seconds: crash recovery of a large database takes its time.
        """
        account = self.make_folder()
        with self._one_at_a_time():
            if self.is_running():
                self._wait_until_ready(patience)
                return False
            for folder in (self.socket, self.wal):
                account.make_private_folder(folder)
            passwords = make_passwords(self.keys, [role.login for role in Role])
            if not self.data.exists():
                initialise(self.data, account, passwords[Role.ROOT.login], fast=fast)
            self._check_data()
            self._postmaster.end_leftovers()
            self._write_configuration(account)
            chosen = {**(FAST_AND_UNSAFE if fast else {}), **settings}
            self._launch(account, chosen)
            self._wait_until_ready(patience)
            self._ensure_roles(passwords)
        return True

    def make_folder(self) -> Account:
        """Makes the server's folder if needed and says which account runs the server."""
        account = account_for(self.folder)
        account.make_private_folder(self.folder)
        return account

    def stop(self, *, patience: float = 15) -> bool:
        """Stops the server and waits, at most `patience` seconds before using force.

        Says whether there was one to stop. Open transactions are rolled back.
        """
        pid = self.postmaster_pid()
        if pid is not None:
            self._postmaster.stop(pid, patience)
        return pid is not None

    def is_running(self) -> bool:
        """Whether a server of this folder is alive, whoever started it."""
        return self.postmaster_pid() is not None

    def is_ready(self) -> bool:
        """Whether the server accepts work."""
        return self._postmaster.is_ready()

    def postmaster_pid(self) -> int | None:
        """The main process, if it is alive and really of this folder."""
        return self._postmaster.pid()

    def root_parameters(self) -> dict[str, str]:
        """How the supervisor itself connects. For nobody else."""
        return {
            "host": reachable_host(self.socket),
            "port": PORT,
            "user": Role.ROOT.login,
            "password": read_passwords(self.keys).get(Role.ROOT.login, ""),
            "dbname": "postgres",
        }

    def _ensure_roles(self, passwords: Mapping[str, str]) -> None:
        try:
            ensure_roles(self.root_parameters(), passwords)
        except BaseException as fault:
            # A server that we cannot put in order is not left running.
            self.stop()
            if isinstance(fault, psycopg.OperationalError):
                raise ServerTrouble(
                    f"数据库不接受 {self.keys} 里的密码。请把与这份数据配套的 keys 放回去。"
                ) from fault
            raise

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.folder / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _check_data(self) -> None:
        kept = (self.data / "PG_VERSION").read_text().strip()
        if kept != "18":
            raise ServerTrouble(
                f"{self.data} 是 PostgreSQL {kept} 的数据，内置程序是 18。请先用 pg_upgrade 升级。"
            )

    def _write_configuration(self, account: Account) -> None:
        postgresql = postgresql_conf(self.folder / "local.conf")
        for name, text in (("postgresql.conf", postgresql), ("pg_hba.conf", PG_HBA_CONF)):
            (self.data / name).write_text(text)
            account.give(self.data / name)

    def _launch(self, account: Account, settings: Mapping[str, str]) -> None:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        chosen = {"cluster_name": self._postmaster.badge, **settings}
        words = [word for name, text in chosen.items() for word in ("-c", f"{name}={text}")]
        door = os.open(self.data, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with self.log.open("ab") as log:
                child = subprocess.Popen(
                    [programs_for(account) / "postgres", "-D", f"/proc/self/fd/{door}", *words],
                    **account.identity(),
                    pass_fds=[door],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=BARE_ENVIRONMENT,
                    cwd="/",
                    start_new_session=True,
                    umask=0o077,
                )
        finally:
            os.close(door)
        self._postmaster.watch(child)

    def _wait_until_ready(self, patience: float) -> None:
        until = time.monotonic() + patience
        while not self._postmaster.is_ready():
            if not self._postmaster.is_starting():
                raise ServerTrouble(f"数据库没有启动成功：\n{self.last_words()}")
            if time.monotonic() > until:
                raise ServerTrouble(f"等了 {patience:.0f} 秒，数据库还没有准备好。见 {self.log}")
            time.sleep(PAUSE)

    def last_words(self, lines: int = 5) -> str:
        """The end of the server's log. It holds no values, only what kind of thing went wrong."""
        said = self.log_since(max(0, self.log_size() - 8192))
        return "\n".join(said.splitlines()[-lines:])

    def log_size(self) -> int:
        """Bytes in the server's log."""
        return self.log.stat().st_size if self.log.exists() else 0

    def log_since(self, position: int) -> str:
        """What the server has said after `position` (bytes)."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(position)
            return log.read().decode(errors="replace")
