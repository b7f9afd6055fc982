"""Keeps parts alive: starts them, notes their death, starts them again, stops them."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from pathlib import Path

from config.cli.home import PartState
from config.cli.parts import Part

LARGEST_LOG = 10_000_000
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 10.0
# A part that lived this long starts again without waiting.
SETTLED_AFTER = 30.0
# What a part may still finish when its parent has died.
SECONDS_AFTER_PARENT, PARENT_SEEN_EVERY = 6.0, 1.0
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
_libc = ctypes.CDLL(None, use_errno=True)
_fork = multiprocessing.get_context("fork")


@dataclass
class Child:
    """A part with its process, or the moment for its next start. `folder` takes its log."""

    part: Part
    folder: Path
    clock: Callable[[], float] = time.monotonic
    seconds_after_parent: float = SECONDS_AFTER_PARENT
    process: ForkProcess | None = None
    restarts: int = 0
    pause: float = SHORTEST_PAUSE
    next_start: float = field(default=0.0)
    started: float = field(default=0.0)

    @property
    def log(self) -> Path:
        """Where the process writes."""
        return log_of(self.folder, self.part.name)

    def start(self) -> None:
        """Forks the process."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.process = _fork.Process(target=_live, args=(self, os.getpid()))
        self.process.start()
        self.started = self.clock()

    def watch(self) -> bool:
        """Notes a death, starts again when the pause is over. Says whether anything changed."""
        if self.process is None:
            if self.clock() < self.next_start:
                return False
            self.restarts += 1
            self.start()
            return True
        if self.process.is_alive():
            return False
        self._bury()
        if self.clock() - self.started > SETTLED_AFTER:
            self.pause = SHORTEST_PAUSE
        self.next_start = self.clock() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        return True

    def ask_to_stop(self) -> None:
        """SIGTERM; a request that is being answered may end."""
        if self.process is not None:
            self.process.terminate()

    def stop(self, until: float) -> None:
        """Waits until the moment `until`, then ends the process and its workers by force."""
        if self.process is not None:
            self.process.join(max(0.0, until - self.clock()))
            self._bury()

    def state(self) -> PartState:
        """For `status`."""
        pid = self.process.pid if self.process else None
        return {"name": self.part.name, "pid": pid, "restarts": self.restarts}

    def last_words(self) -> str:
        """The end of its log."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-12:])

    def _bury(self) -> None:
        if self.process is None or self.process.pid is None:
            return
        # Workers of a killed part would hold its port.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()
        self.process.close()
        self.process = None


def log_of(folder: Path, name: str) -> Path:
    """The log of a part."""
    return folder / f"{name}.log"


def _live(child: Child, parent: int) -> None:
    """Runs in the new process."""
    # A session of its own: Ctrl-C reaches only the parent, which then asks us to stop.
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    _end_with_parent(parent, child.seconds_after_parent)
    # What `top` and `ps -o comm` show.
    _libc.prctl(PR_SET_NAME, f"nuanban-{child.part.name}".encode())
    target = os.open(child.log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os.dup2(target, 1)
    os.dup2(target, 2)
    os.close(target)
    child.part.run()


def _end_with_parent(parent: int, seconds: float) -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        # Killed in the meantime: nobody will tell us any more.
        os._exit(1)
    threading.Thread(target=_end_by_force, args=(parent, seconds), daemon=True).start()


def _end_by_force(parent: int, seconds: float) -> None:
    """A part that cannot end is worse than one that ends in the middle of its work."""
    while os.getppid() == parent:
        time.sleep(PARENT_SEEN_EVERY)
    time.sleep(seconds)
    os.killpg(os.getpid(), signal.SIGKILL)


def end_strays(folder: Path, names: list[str]) -> None:
    """Ends workers that killed parts left behind: they still hold the ports of this home.

    They are known by the log that they write to.
    """
    logs = {log_of(folder, name) for name in names}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                if (entry / "fd" / "1").readlink() in logs:
                    os.kill(int(entry.name), signal.SIGKILL)
