"""`python -m bench.grants --people 100000`: a release under kills, twice, with two versions.

0 when everybody entitled was given their due exactly once and every job came to its end.
"""

import argparse
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.monthly_run.database import empty_city


def _wish() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--people", type=int, default=20_000)
    words.add_argument("--kills", type=int, default=300, help="at most, in each release")
    words.add_argument("--pause", type=float, nargs=2, default=(1.0, 3.0), help="seconds apart")
    words.add_argument("--seed", type=int, default=7)
    words.add_argument("--most-seconds", type=float, default=2400.0, help="for each release")
    return words.parse_args()


def main() -> int:
    """Fills a city, releases twice, compares."""
    # Whoever ends us early leaves nothing running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    wish, at = _wish(), datetime.now(UTC)
    with TemporaryDirectory() as folder, empty_city(Path(folder) / "home", at):
        from bench.grants.release import Limits
        from bench.grants.twice import Wish, first_and_second
        from bench.monthly_run.filling import fill

        begun = perf_counter()
        records = fill(wish.people, at, wish.seed)
        load = os.getloadavg()[0]
        print(f"{wish.people:,} people, {records:,} records, load {load:.1f}", flush=True)
        print(f"filled {perf_counter() - begun:.1f} s", flush=True)
        limits = Limits(wish.kills, (wish.pause[0], wish.pause[1]), wish.most_seconds)
        return int(first_and_second(Wish(Path(folder) / "home", limits, wish.seed)))


if __name__ == "__main__":
    raise SystemExit(main())
