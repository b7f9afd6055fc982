"""`python -m bench.slots --slots 10000`: two people after every slot, through HTTP."""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from bench.running import city
from bench.slots.contest import Result, contests


def main() -> int:
    """0 when every slot has one winner and nothing overlaps."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--slots", type=int, default=1_000)
    words.add_argument("--at-once", type=int, default=8, help="contests under way")
    words.add_argument("--port", type=int, default=8470)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--most-seconds", type=float, default=3_600.0)
    wish = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with city(home, wish.port, residents=300):
            return _contest(home, wish)


def _contest(home: Path, wish: argparse.Namespace) -> int:
    from config.cli.django_world import open_django
    from config.cli.home import Home

    open_django(Home.find(home))
    from bench.slots.stage import Stage
    from config.invariants import check_all

    stage = Stage(random.Random(wish.seed))
    asked = stage.contests(wish.slots)
    begun = time.perf_counter()
    ends = begun + wish.most_seconds
    results = asyncio.run(
        contests(wish.port, stage.headers(), asked, at_once=wish.at_once, ends=ends)
    )
    seconds = time.perf_counter() - begun
    _print(results, seconds)
    broken = [(found.name, found.broken) for found in check_all() if found.broken]
    for name, count in broken:
        print(f"broken: {name:<33}{count:8,}")
    promised = stage.promised()
    print(f"promised visits          {promised:8,}")
    one_each = all(one.is_won_once for one in results) and len(results) == len(asked)
    return int(bool(broken) or not one_each or promised != len(asked))


def _print(results: list[Result], seconds: float) -> None:
    others = [one for one in results if not one.is_won_once]
    print(f"slots                    {len(results):8,}")
    print(f"  one winner, one refused with three others {sum(r.is_won_once for r in results):8,}")
    print(f"  anything else          {len(others):8,}  {[one.statuses for one in others[:3]]}")
    print(f"seconds                  {seconds:8.0f}  ({2 * len(results) / seconds:.0f} requests/s)")


if __name__ == "__main__":
    sys.exit(main())
