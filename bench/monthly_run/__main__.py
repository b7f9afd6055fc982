"""`python -m bench.monthly_run`: a city of its own, its first run and the one a month later."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.monthly_run.database import empty_city

FIRST = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def main() -> None:
    """Fills and runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--months", type=int, default=1)
    words = "carry out the city's first run as well, instead of writing down what it gives"
    parser.add_argument("--first", action="store_true", help=words)
    wish = parser.parse_args()
    with TemporaryDirectory() as folder, empty_city(Path(folder) / "home", FIRST):
        from bench.monthly_run.filling import fill
        from bench.monthly_run.month import before, later, month, watched

        begun = perf_counter()
        records = fill(wish.people, FIRST)
        load = os.getloadavg()[0]
        print(f"{wish.people:,} people, {records:,} records, load {load:.1f}", flush=True)
        print(f"filled {perf_counter() - begun:.1f} s", flush=True)
        clock, at = watched(), FIRST
        if not wish.first:
            for line in before(clock, at):
                print(line, flush=True)
            at = later(at)
        for number in range(1, wish.months + 1):
            print(f"month {number}", flush=True)
            for line in month(clock, at):
                print(line, flush=True)
            at = later(at)


if __name__ == "__main__":
    main()
