"""`python -m bench.crash --kills 300 --clients 64`: what is left of a city that is killed."""

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.crash.play import Blow, Day, Wish, play
from tests.engine.running import City, nuanban


def _print(day: Day) -> None:
    verdict, tally = day.verdict, day.tally
    assert verdict is not None
    print(f"kills                    {len(day.blows):8}")
    print(f"seconds                  {day.seconds:8.0f}")
    print(f"tickets acknowledged     {verdict.acknowledged:8}")
    print(f"  per second, kills too  {verdict.acknowledged / day.seconds:8.0f}")
    print(f"answers unknown          {verdict.unknown_answers:8}")
    for name in ("never_answered", "lost", "changed", "twice", "from_nowhere", "gaps", "untold"):
        print(f"{name.replace('_', ' '):<25}{getattr(verdict, name):8}")
    print(f"answers broken           {len(tally.broken):8}")
    print(f"longest wait of a person {tally.longest_wait:8.1f} s")
    print(f"statuses                 {dict(sorted(tally.statuses.items()))}")
    by_kind: dict[str, list[float]] = defaultdict(list)
    for blow in day.blows:
        by_kind[blow.kind].append(blow.back_after)
    for kind, seconds in sorted(by_kind.items()):
        seconds.sort()
        middle = seconds[len(seconds) // 2]
        print(f"back after {kind:<14}{middle:8.2f} s median {seconds[-1]:8.2f} s longest")
    for why in tally.broken[:10]:
        print(f"  broken: {why}")


def _told(blow: Blow) -> None:
    print(f"  {blow.kind:<12} back after {blow.back_after:5.2f} s", flush=True)


def main() -> int:
    """0 when nothing was lost."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--kills", type=int, default=300)
    words.add_argument("--clients", type=int, default=64)
    words.add_argument("--seed", type=int, default=7)
    words.add_argument("--most-seconds", type=float, default=3000.0)
    wish = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        city = City(Path(folder) / "home")
        city.start("--no-demo")
        try:
            plan = Wish(wish.kills, wish.clients, wish.seed, most_seconds=wish.most_seconds)
            day = play(city, Path(folder) / "logs", plan, _told)
            invariants = nuanban(city.home, "invariants", seconds=600)
        finally:
            city.stop()
    _print(day)
    print(invariants.stdout)
    assert day.verdict is not None
    wrong = day.verdict.faults or day.tally.broken or day.slow() or invariants.returncode
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
