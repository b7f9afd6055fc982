"""The server's main process and its children: found, watched and ended, whoever started them."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from nuanban.lib.postgres.processes import badge_of, carries, processes_with
from nuanban.lib.postgres.trouble import ServerTrouble

PAUSE = 0.02
# In postmaster.pid: the process, and in the eighth line how far it has come.
PID_LINE, STATE_LINE = 0, 7


class Postmaster:
    """The processes of the server whose data lie in one folder."""

    def __init__(self, data: Path) -> None:
        self.note = data / "postmaster.pid"
        self._data = data
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def badge(self) -> str:
        """What its processes carry in their command lines."""
        return badge_of(self._data)

    def watch(self, child: subprocess.Popen[bytes]) -> None:
        """Takes over a process that was just started."""
        self._child = child

    def pid(self) -> int | None:
        """The main process, if it is alive and really of this folder."""
        self._reap()
        lines = self._lines()
        if not lines or not lines[PID_LINE].strip().isdigit():
            return None
        pid = int(lines[PID_LINE])
        return pid if carries(pid, self.badge, self._uid()) else None

    def is_ready(self) -> bool:
        """Whether it accepts work."""
        lines = self._lines()
        noted = len(lines) > STATE_LINE and lines[STATE_LINE].strip() == "ready"
        return noted and self.pid() is not None

    def is_starting(self) -> bool:
        """Whether it is alive, also before it has written its note."""
        return self._child.poll() is None if self._child else self.pid() is not None

    def stop(self, pid: int, patience: float) -> None:
        """Asks kindly, then firmly, then not at all."""
        for blow, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 5.0)):
            _signal(pid, blow)
            if self._wait_until_gone(seconds):
                return
        self._kill()

    def end_leftovers(self) -> None:
        """Ends children of a killed server; until then a new one may not start."""
        for blow in (None, signal.SIGTERM, signal.SIGQUIT):
            for pid in processes_with(self.badge, self._uid()) if blow else ():
                _signal(pid, blow or signal.SIGTERM)
            # They notice by themselves that their parent is gone.
            if self._wait_until_gone(2.0):
                break
        else:
            self._kill()
        # Nobody of this folder lives any more: what a killed server noted is untrue.
        self.note.unlink(missing_ok=True)

    def _kill(self) -> None:
        for pid in processes_with(self.badge, self._uid()):
            _signal(pid, signal.SIGKILL)
        if not self._wait_until_gone(10.0):
            raise ServerTrouble("旧的数据库进程没有结束，请稍后再试。")

    def _wait_until_gone(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while processes_with(self.badge, self._uid()):
            if time.monotonic() > until:
                return False
            time.sleep(PAUSE)
        if self._child is not None:
            self._child.wait()
            self._child = None
        return True

    def _reap(self) -> None:
        # Our own child would stay a zombie, which is neither alive nor gone.
        if self._child is not None and self._child.poll() is not None:
            self._child = None

    def _lines(self) -> list[str]:
        try:
            return self.note.read_text().splitlines()
        except OSError:
            return []

    def _uid(self) -> int:
        return self._data.stat().st_uid


def _signal(pid: int, blow: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, blow)
