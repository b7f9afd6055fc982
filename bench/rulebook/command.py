"""The whole command, as somebody would type it: read, check, judge, write."""

import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from bench.rulebook.whole import DAY, PLACE


def sweep_command(people: Path, out: Path, *, everybody: bool) -> tuple[float, int]:
    """Seconds and peak MB of `nuanban rulebook sweep`."""
    words = ["--facts", str(people), "--day", DAY.isoformat(), "--place", PLACE, "--out", str(out)]
    more = ["--all"] if everybody else []
    command = [sys.executable, "-m", "config.cli", "rulebook", "sweep", *words, *more]
    begun = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    # The largest child so far: sizes are measured from small to large.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return perf_counter() - begun, peak
