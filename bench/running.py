"""A city of its own for a benchmark: started, waited for, stopped."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

COMMAND = [sys.executable, "-m", "config.cli"]


@contextmanager
def running(command: list[str], environment: dict[str, str] | None = None) -> Iterator[None]:
    """A process that ends with the block."""
    process = subprocess.Popen(
        command,
        env=environment or dict(os.environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def city(home: Path, port: int, residents: int = 500) -> Iterator[float]:
    """A running city; gives the seconds from the start until it answered."""
    begun = time.perf_counter()
    words = ["up", "--home", str(home), "--port", str(port), "--residents", str(residents)]
    with running([*COMMAND, *words]):
        wait_for(f"http://127.0.0.1:{port}/readyz")
        yield time.perf_counter() - begun


def wait_for(url: str, seconds: float = 300) -> None:
    """Returns when the address answers anything."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            with urlopen(url, timeout=2):
                return
        except HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def token_of(home: Path, kind: str) -> str:
    """The token of a new machine of the main hall."""
    words = ["device", "add", "--kind", kind, "--site", "430600-1", "--name", "bench"]
    made = subprocess.run([*COMMAND, *words, "--home", str(home)], capture_output=True, check=True)
    return made.stdout.decode().split()[-1]
