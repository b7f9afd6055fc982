"""One PostgreSQL server in one folder: made, started, adopted after a crash, stopped.

The server never runs as root. As root, its data folder is opened here and handed over as a file
descriptor: the server's account then needs no way through private folders above it.
"""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from nuanban.lib.postgres import processes
from nuanban.lib.postgres.account import Account, account_for
from nuanban.lib.postgres.binaries import BARE_ENVIRONMENT, programs_for
from nuanban.lib.postgres.configuration import FAST_AND_UNSAFE, PG_HBA_CONF, postgresql_conf
from nuanban.lib.postgres.connections import PORT, reachable_host
from nuanban.lib.postgres.creation import initialise
from nuanban.lib.postgres.passwords import make_passwords, read_passwords
from nuanban.lib.postgres.roles import Role, ensure_roles
from nuanban.lib.postgres.trouble import ServerTrouble

NOTHING: Mapping[str, str] = MappingProxyType({})
PAUSE = 0.02
LARGEST_LOG = 10_000_000
# In postmaster.pid: the process, and in the eighth line how far it has come.
PID_LINE, STATE_LINE = 0, 7


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
        self._process: subprocess.Popen[bytes] | None = None

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
            self._end_leftovers()
            # Nobody of this folder lives any more: what a killed server noted is untrue.
            (self.data / "postmaster.pid").unlink(missing_ok=True)
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
        if pid is None:
            self._reap()
            return False
        for blow, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 5.0)):
            self._signal(pid, blow)
            if self._wait_until_gone(seconds):
                return True
        self._end_leftovers(at_once=True)
        return True

    def is_running(self) -> bool:
        """Whether a server of this folder is alive, whoever started it."""
        return self.postmaster_pid() is not None

    def is_ready(self) -> bool:
        """Whether the server accepts work."""
        return self.is_running() and self._state() == "ready"

    def postmaster_pid(self) -> int | None:
        """The main process, if it is alive and really of this folder."""
        self._reap()
        lines = self._pid_file()
        if not lines or not lines[PID_LINE].strip().isdigit():
            return None
        pid = int(lines[PID_LINE])
        return pid if processes.carries(pid, self._badge(), self._uid()) else None

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
        except BaseException:
            # A server that we cannot put in order is not left running.
            self.stop()
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
        handle = os.open(self.data, os.O_RDONLY | os.O_DIRECTORY)
        chosen = {"cluster_name": self._badge(), **settings}
        try:
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    [
                        programs_for(account) / "postgres",
                        *("-D", f"/proc/self/fd/{handle}"),
                        *(
                            word
                            for name, text in chosen.items()
                            for word in ("-c", f"{name}={text}")
                        ),
                    ],
                    **account.identity(),
                    pass_fds=[handle],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=BARE_ENVIRONMENT,
                    cwd="/",
                    start_new_session=True,
                    umask=0o077,
                )
        finally:
            os.close(handle)

    def _wait_until_ready(self, patience: float) -> None:
        until = time.monotonic() + patience
        while self._state() != "ready":
            ended = self._process is not None and self._process.poll() is not None
            if ended or (self._process is None and not self.is_running()):
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

    def _wait_until_gone(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while self.is_running() or processes.processes_with(self._badge(), self._uid()):
            if time.monotonic() > until:
                return False
            time.sleep(PAUSE)
        if self._process is not None:
            self._process.wait()
            self._process = None
        return True

    def _end_leftovers(self, *, at_once: bool = False) -> None:
        # Children of a killed server end by themselves; until then a new one may not start.
        for blow in () if at_once else (None, signal.SIGTERM, signal.SIGQUIT):
            if blow is not None:
                self._signal_all(blow)
            if self._wait_until_gone(2.0):
                return
        self._signal_all(signal.SIGKILL)
        if not self._wait_until_gone(10.0):
            raise ServerTrouble("旧的数据库进程没有结束，请稍后再试。")

    def _signal_all(self, blow: signal.Signals) -> None:
        for pid in processes.processes_with(self._badge(), self._uid()):
            self._signal(pid, blow)

    @staticmethod
    def _signal(pid: int, blow: signal.Signals) -> None:
        try:
            os.kill(pid, blow)
        except ProcessLookupError:
            return

    def _state(self) -> str:
        lines = self._pid_file()
        return lines[STATE_LINE].strip() if len(lines) > STATE_LINE else ""

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _badge(self) -> str:
        return processes.badge_of(self.data)

    def _uid(self) -> int:
        return self.data.stat().st_uid

    def _reap(self) -> None:
        # Our own child would stay a zombie, which is neither alive nor gone.
        if self._process is not None and self._process.poll() is not None:
            self._process = None
