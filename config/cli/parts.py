"""The parts of the running system: separate processes, started again when they die."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from config.cli.home import PartState

LARGEST_LOG = 10_000_000
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 10.0
# A part that lived this long starts again without waiting.
SETTLED_AFTER = 30.0
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Part:
    """One process to keep alive."""

    name: str
    command: Sequence[str]


def end_with_parent() -> None:
    """Runs in the new process: it gets SIGTERM when the one that started it is killed."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A part with its process, or the moment for its next start."""

    part: Part
    environment: Mapping[str, str]
    folder: Path
    clock: Callable[[], float] = time.monotonic
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    pause: float = SHORTEST_PAUSE
    next_start: float = field(default=0.0)
    started: float = field(default=0.0)

    @property
    def log(self) -> Path:
        """Where the process writes."""
        return self.folder / f"{self.part.name}.log"

    def start(self) -> None:
        """Starts the process in a session of its own, so that Ctrl-C reaches only us."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.part.command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.environment),
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        self.started = self.clock()

    def watch(self) -> bool:
        """Notes a death, starts again when the pause is over. Says whether anything changed."""
        if self.process is None:
            if self.clock() < self.next_start:
                return False
            self.restarts += 1
            self.start()
            return True
        if self.process.poll() is None:
            return False
        # Workers of a killed part would hold its port.
        end_group(self.process.pid)
        self.process = None
        if self.clock() - self.started > SETTLED_AFTER:
            self.pause = SHORTEST_PAUSE
        self.next_start = self.clock() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        return True

    def ask_to_stop(self) -> None:
        """SIGTERM; a request that is being answered may end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self, until: float) -> None:
        """Waits until the moment `until`, then ends the process and its workers by force."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - self.clock()))
        end_group(self.process.pid)
        self.process.wait()
        self.process = None

    def state(self) -> PartState:
        """For `status`."""
        pid = self.process.pid if self.process else None
        return {"name": self.part.name, "pid": pid, "restarts": self.restarts}

    def last_words(self) -> str:
        """The end of its log."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-12:])


def end_group(leader: int) -> None:
    """Kills what is left of the process group of `leader`."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def end_strays(home: Path) -> None:
    """Ends processes that a killed `up` of this home left behind: they still hold its ports."""
    mark = f"NUANBAN_PART_OF={home}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    os.kill(int(entry.name), signal.SIGKILL)


def parts(port: int) -> list[Part]:
    """What runs beside the database."""
    # `sys.executable`, so that the parts use the environment of this program.
    granian = [sys.executable, "-m", "granian", "--host", "127.0.0.1", "--http", "1", "--no-ws"]
    granian += ["--log-level", "warning", "--workers-kill-timeout", "4"]
    granian += ["--respawn-failed-workers", "--respawn-interval", "0.2"]
    pages = [*granian, "--interface", "wsgi", "--port", str(port), "--workers", "2"]
    pages += ["--blocking-threads", "4", "--backlog", "1024", "--backpressure", "128"]
    stream = [*granian, "--interface", "asgi", "--port", str(port + 1), "--workers", "1"]
    stream += ["--backpressure", "6000", "--backlog", "2048"]
    django = [sys.executable, "-m", "django"]
    return [
        Part("web", [*pages, "config.wsgi:application"]),
        Part("stream", [*stream, "config.stream:application"]),
        Part("worker", [*django, "work"]),
        Part("keeper", [*django, "keep"]),
    ]
