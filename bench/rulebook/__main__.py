"""`python -m bench.rulebook`: the ten policies on every engine, then all policies over a city.

Engines judge in turn within each round, each in a process of its own; medians are compared.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from bench.rulebook.command import sweep_command
from bench.rulebook.engine import Engine
from bench.rulebook.files import city_file, ten_file
from bench.rulebook.whole import one_by_one

TEN = ("ours", "numpy", "polars", "openfisca", "spark")
WHOLE = ("verdicts", "sweep")


def main() -> None:
    """Reads the words and measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[100_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engines", nargs="*", default=list(TEN), choices=TEN)
    parser.add_argument("--parts", nargs="*", default=["ten", "whole", "command", "one"])
    parser.add_argument("--openfisca-python", default=sys.executable, metavar="PYTHON")
    parser.add_argument("--folder", type=Path, help="where files of people are kept")
    wish = parser.parse_args()
    with TemporaryDirectory() as scratch:
        folder = wish.folder or Path(scratch)
        folder.mkdir(exist_ok=True, parents=True)
        for size in sorted(wish.people):
            print(f"\n{size:,} people, load {os.getloadavg()[0]:.1f}", flush=True)
            measure(folder, size, wish)


def measure(folder: Path, size: int, wish: argparse.Namespace) -> None:
    """Every part for one size."""
    if "ten" in wish.parts:
        people = ten_file(folder, size)
        pythons = {"openfisca": wish.openfisca_python}
        engines = [Engine(n, people, pythons.get(n, sys.executable)) for n in wish.engines]
        told(engines, wish.rounds, policies=10, size=size)
    people = city_file(folder, size)
    if "whole" in wish.parts:
        told([Engine(name, people) for name in WHOLE], wish.rounds, policies=22, size=size)
    if "command" in wish.parts:
        for words, everybody in (("sweep", False), ("sweep --all", True)):
            seconds, peak = sweep_command(people, folder / "out.parquet", everybody=everybody)
            print(f"{'nuanban rulebook ' + words:34} {seconds:8.2f} s   peak {peak:,} MB")
    if "one" in wish.parts:
        times = [seconds * 1000 for seconds in one_by_one(people)]
        last = quantiles(times, n=100)[98]
        print(f"one person, all policies: p50 {median(times):.3f} ms, p99 {last:.3f} ms")


def told(engines: Sequence[Engine], rounds: int, *, policies: int, size: int) -> None:
    """Runs the rounds and prints a line for each engine."""
    ready = [engine for engine in engines if engine.begin()]
    for _ in range(rounds + 1):
        for engine in ready:
            engine.round()
    for engine in engines:
        engine.end()
        print(line_of(engine, policies * size), flush=True)
    whole = [engine for engine in engines if engine.seconds]
    if whole and whole[0].name == "ours":
        compare(whole)


def line_of(engine: Engine, work: int) -> str:
    """Figures of one engine."""
    if not engine.seconds:
        is_missing = "ModuleNotFoundError" in engine.trouble
        return f"{engine.name:10} {'not installed' if is_missing else engine.trouble}"
    middle = median(engine.seconds)
    return (
        f"{engine.name:10} {middle:8.3f} s   {work / middle / 1e6:8.1f} M people-policies/s   "
        f"reading {engine.read_seconds:6.2f} s   peak {engine.peak_mb:6,} MB"
    )


def compare(engines: Sequence[Engine]) -> None:
    """Ratios to ours, round by round, and whether everybody says the same."""
    ours = engines[0]
    for other in engines[1:]:
        ratios = [b / a for a, b in zip(ours.seconds, other.seconds, strict=False)]
        agree = "same sums" if other.sums == ours.sums else "OTHER SUMS"
        print(f"{other.name:10} takes {median(ratios):6.2f} × ours; {agree}")


if __name__ == "__main__":
    main()
