"""An engine in a process of its own, asked for one round at a time."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
# Rounds follow each other: memory that was freed stays with the process, where that makes an
# engine faster. OpenFisca is a third slower with it and runs as it comes.
_OF_POLARS = {"_RJEM_MALLOC_CONF": "dirty_decay_ms:-1,muzzy_decay_ms:-1"}
_OF_NUMPY = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(2**33)}
KEEPS_MEMORY = {"ours": _OF_POLARS, "polars": _OF_POLARS, "numpy": _OF_NUMPY}


class Engine:
    """A running worker. What it says of itself is kept."""

    def __init__(self, name: str, people: Path, python: str = sys.executable) -> None:
        self.name, self.trouble = name, ""
        self.seconds: list[float] = []
        self.read_seconds, self.peak_mb = 0.0, 0
        self.sums: Any = None
        self._process = subprocess.Popen(
            [python, "-m", "bench.rulebook.worker", name, str(people)],
            cwd=ROOT,
            env={**os.environ, **KEEPS_MEMORY.get(name, {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def begin(self) -> bool:
        """Waits until the people are read; False where the engine is not installed."""
        answer = self._answer()
        self.read_seconds = answer.get("read", 0.0)
        return not self.trouble

    def round(self) -> None:
        """Judges everybody once. The first round warms up: its sums are kept, not its time."""
        assert self._process.stdin is not None
        is_first = self.sums is None
        self._process.stdin.write("sums\n" if is_first else "again\n")
        self._process.stdin.flush()
        answer = self._answer()
        if is_first:
            self.sums = answer.get("sums")
        elif answer:
            self.seconds.append(answer["seconds"])
        self.peak_mb = answer.get("peak_mb", self.peak_mb)

    def end(self) -> None:
        """Ends it."""
        self._process.communicate()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        # Libraries may print beside us.
        while line and not line.startswith("{"):
            line = self._process.stdout.readline()
        if not line:
            self.trouble = (self._process.stderr.read() if self._process.stderr else "")[-600:]
            return {}
        found: dict[str, Any] = json.loads(line)
        return found
