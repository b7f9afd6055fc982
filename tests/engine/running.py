"""A city started by the real command, for tests that kill it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from nuanban.lib.postgres import Server, connection_parameters

BACK_SECONDS, STOP_SECONDS, QUICK_SECONDS = 30.0, 20.0, 20.0


def free_port() -> int:
    """A port with a free one after it."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def nuanban(home: Path, *words: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    command = [*COMMAND, *words, "--home", str(home)]
    if words[0] == "manage":
        command = [*COMMAND, "manage", "--home", str(home), *words[1:]]
    return subprocess.run(
        command, env=environment(), capture_output=True, text=True, timeout=seconds, check=False
    )


def environment() -> dict[str, str]:
    """Ours, without what belongs to another city or to the tests' own database."""
    return {key: text for key, text in os.environ.items() if not key.startswith("NUANBAN_")}


COMMAND = [sys.executable, "-m", "config.cli"]


class City:
    """`nuanban up` in a process of its own."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.server = Server(home / "database")
        self.words = self.home.parent / f"{self.home.name}.words"
        self.process: subprocess.Popen[str] | None = None
        self.printed = ""

    def start(self, *options: str) -> float:
        """Starts and waits for the ready line; gives the seconds it took."""
        began = time.monotonic()
        with self.words.open("w") as words:
            self.process = subprocess.Popen(
                [*COMMAND, "up", "--home", self.home, "--port", str(self.port), *options],
                env=environment(),
                stdout=subprocess.PIPE,
                stderr=words,
                text=True,
            )
        assert self.process.stdout is not None
        self.printed = self.process.stdout.readline()
        assert self.printed, self.words.read_text()
        return time.monotonic() - began

    def stop(self, blow: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Ends it; gives exit status and seconds."""
        assert self.process is not None
        assert self.process.stdout is not None
        began = time.monotonic()
        self.process.send_signal(blow)
        status = self.process.wait(timeout=STOP_SECONDS + 10)
        self.printed += self.process.stdout.read()
        self.process.stdout.close()
        self.process = None
        return status, time.monotonic() - began

    def parts(self) -> dict[str, int]:
        """Process id by part."""
        state = json.loads((self.home / "run" / "state.json").read_text())
        return {part["name"]: part["pid"] for part in state["parts"] if part["pid"]}

    def answers(self) -> bool:
        """Whether the pages are served."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as page:
                return bool(page.status == 200)
        except OSError:
            return False

    def ask(self, question: str, role: str = "owner") -> Any:
        """The first value that the database answers; None for statements without rows."""
        address = make_conninfo("", **connection_parameters(self.home, role))
        with psycopg.connect(address, autocommit=True) as connection:
            answer = connection.execute(question.encode())
            row = answer.fetchone() if answer.description else None
        return row[0] if row else None


def eventually(is_so: Callable[[], object], seconds: float = BACK_SECONDS) -> bool:
    """Whether it becomes so within some seconds."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def is_alive(pid: int) -> bool:
    """Whether the process exists and is not a zombie."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False
