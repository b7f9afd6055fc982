"""`python -m bench.visits`: the same days for everybody, in the same time, one after another."""

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.visits import rivals, solomon
from bench.visits.home_care import home_care
from bench.visits.rivals import Answer
from bench.visits.urgent import urgent_table
from nuanban.planner.day import Day

Rival = Callable[[Day, float, int], Answer]


def main() -> None:
    """Prints one line for each day and rival."""
    wish = _arguments()
    everybody: dict[str, Rival] = {
        "ours": rivals.ours,
        "vroom": rivals.vroom,
        "pyvrp": rivals.py_vrp,
    }
    if wish.ortools_python:
        everybody["ortools"] = rivals.or_tools(wish.ortools_python)
    for part in wish.parts:
        if part == "urgent":
            urgent_table()
            continue
        for name, day in _days(part, wish):
            _play(name, day, everybody, wish)


def _play(name: str, day: Day, everybody: dict[str, Rival], wish: argparse.Namespace) -> None:
    answers: dict[str, Answer] = {}
    for who, rival in everybody.items():
        if not _can(who, day):
            continue
        answers[who] = rival(day, wish.seconds, wish.seed)
        # The machine gets a breath, and its clock speed back.
        time.sleep(0.2)
    whole = [a.travel for a in answers.values() if not a.left and not a.broken]
    best = min(whole, default=0)
    for who, one in answers.items():
        gap = f"{100 * (one.travel / best - 1):6.2f} %" if best and not one.left else "       –"
        print(
            f"{name:24} {who:8} {one.travel:8} {gap} left {one.left:3} "
            f"broken {one.broken} {one.seconds:5.1f} s",
            flush=True,
        )


def _can(who: str, day: Day) -> bool:
    if who == "ours":
        return True
    if any(visit.people > 1 for visit in day.visits):
        return False
    return who != "pyvrp" or not any(crew.breaks for crew in day.crews)


def _days(part: str, wish: argparse.Namespace) -> Iterator[tuple[str, Day]]:
    if part == "solomon":
        for path in sorted(wish.instances.glob("*.*")):
            if path.suffix in (".txt", ".vrp", ".vrptw"):
                yield path.stem, solomon.read(path)
        for customers in wish.customers:
            for kind in solomon.KINDS:
                yield f"{kind}-{customers}", solomon.made(kind, customers, wish.seed)
        return
    lunch = part != "plain"
    two, told = (0.08, 0.2) if part == "everything" else (0.0, 0.0)
    if part == "promised":
        told = 0.3
    for visits in wish.visits:
        for seed in range(wish.rounds):
            name = f"{part}-{visits}-{seed}"
            yield name, home_care(visits, seed, lunch=lunch, two=two, told=told)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    every = ["solomon", "plain", "lunch", "promised", "everything", "urgent"]
    parser.add_argument("--parts", nargs="+", default=every, choices=every)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=2, help="days of each kind")
    parser.add_argument("--visits", type=int, nargs="+", default=[50, 150, 300])
    parser.add_argument("--customers", type=int, nargs="+", default=[100, 200])
    parser.add_argument("--instances", type=Path, default=solomon.FOLDER)
    parser.add_argument("--ortools-python", default="", metavar="VENV/bin/python")
    return parser.parse_args()


if __name__ == "__main__":
    main()
