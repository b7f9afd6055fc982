"""`python -m bench.knocks`: a city of its own, and three nights of looking it through."""

import argparse
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.monthly_run.database import empty_city

FIRST = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)


def main() -> None:
    """Fills and gathers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--nights", type=int, default=3)
    wish = parser.parse_args()
    past = FIRST - timedelta(days=20)
    with TemporaryDirectory() as folder, empty_city(Path(folder) / "home", FIRST):
        from bench.knocks.nights import night, peak, watched
        from bench.knocks.past import lay_down, some_were_met

        begun = perf_counter()
        counts = lay_down(wish.people, FIRST, past)
        print(f"{wish.people:,} people, filled {perf_counter() - begun:.1f} s, peak {peak()} MB")
        print("  " + ", ".join(f"{name} {count:,}" for name, count in counts.items()), flush=True)
        clock, at = watched(), FIRST
        for number in range(1, wish.nights + 1):
            print(f"night {number}, {at:%Y-%m-%d}, load {os.getloadavg()[0]:.1f}", flush=True)
            for line in night(clock, at):
                print(line, flush=True)
            at += timedelta(days=1)
            some_were_met(at)


if __name__ == "__main__":
    main()
