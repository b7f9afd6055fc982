"""The whole command, as somebody would type it: read, check, judge, write."""

import subprocess
import sys
from pathlib import Path
from time import perf_counter, sleep

from bench.rulebook.memory import peak_mb
from bench.rulebook.whole import DAY, PLACE


def sweep_command(people: Path, out: Path, *, everybody: bool) -> tuple[float, int]:
    """Seconds and peak MB of `nuanban rulebook sweep`."""
    words = ["--facts", str(people), "--day", DAY.isoformat(), "--place", PLACE, "--out", str(out)]
    more = ["--all"] if everybody else []
    command = [sys.executable, "-m", "config.cli", "rulebook", "sweep", *words, *more]
    begun, peak = perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            peak = max(peak, peak_mb(running.pid))
            sleep(0.02)
    if running.returncode:
        raise SystemExit("nuanban rulebook sweep failed")
    return perf_counter() - begun, peak
