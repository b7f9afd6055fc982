"""``python -m bench.queue [--days N] [--seed S]``: a table of waits under three rules."""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bench.queue.hall import Shares, draw_day
from bench.queue.play import Booth, Hall, Wait
from bench.queue.rules import Rule, first_come, strict_priority, with_policy
from nuanban.zone.queue import QueuePolicy, WindowSkills

NO_AREAS: frozenset[str] = frozenset()
AREAS = (("insurance",), ("insurance",), ("insurance",), ("property",), ("property",), ("none",))


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    waits: list[Wait]
    visitors: int
    walked_out: int


def main() -> int:
    asked = _arguments()
    policy = QueuePolicy(head_start=timedelta(minutes=asked.head_start), overtaken_cap=asked.cap)
    rules: list[tuple[str, Rule, bool]] = [
        ("first come", first_come, False),
        ("strict priority", strict_priority, False),
        ("nuanban", with_policy(policy), True),
    ]
    began = time.perf_counter()
    outcomes = [_play(name, rule, policy, shown, asked) for name, rule, shown in rules]
    _print(outcomes, asked, time.perf_counter() - began)
    return 0 if _aims_hold(outcomes[0], outcomes[2]) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.queue", description=__doc__)
    parser.add_argument("--days", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--windows", type=int, default=6, choices=range(1, 21))
    parser.add_argument("--load", type=float, default=0.9)
    parser.add_argument("--priority", type=float, default=0.35)
    parser.add_argument("--areas", action="store_true", help="two areas only some windows serve")
    parser.add_argument("--head-start", type=float, default=QueuePolicy().head_start.seconds / 60)
    parser.add_argument("--cap", type=int, default=QueuePolicy().overtaken_cap)
    return parser.parse_args()


def _play(
    name: str, rule: Rule, policy: QueuePolicy, show: bool, asked: argparse.Namespace
) -> Outcome:
    waits: list[Wait] = []
    visitors = walked_out = 0
    for number in range(asked.days):
        day = draw_day(
            asked.seed * 100_003 + number,
            windows=asked.windows,
            load=asked.load,
            shares=Shares(priority=asked.priority),
            areas=asked.areas,
        )
        booths = [Booth(_skills(n, asked.areas), lunch) for n, lunch in enumerate(day.lunches)]
        hall = Hall(day, rule, policy, booths, show)
        hall.play()
        waits.extend(hall.waits)
        visitors += len(day.visitors)
        walked_out += hall.walked_out
    return Outcome(name, waits, visitors, walked_out)


def _skills(number: int, areas: bool) -> WindowSkills:
    served = frozenset(AREAS[number % len(AREAS)]) if areas else NO_AREAS
    return WindowSkills(code=f"W{number + 1}", areas=served)


def _quantile(sorted_minutes: Sequence[float], share: float) -> float:
    if not sorted_minutes:
        return 0.0
    return sorted_minutes[min(len(sorted_minutes) - 1, int(share * len(sorted_minutes)))]


def _lane(outcome: Outcome, priority: bool) -> list[float]:
    return sorted(
        wait.minutes
        for wait in outcome.waits
        if wait.priority is priority and not wait.by_appointment
    )


def _print(outcomes: list[Outcome], asked: argparse.Namespace, seconds: float) -> None:
    out = sys.stdout.write
    out(
        f"{asked.days} days, seed {asked.seed}, {asked.windows} windows, load {asked.load:.0%}, "
        f"priority {asked.priority:.0%}{', areas' if asked.areas else ''}; "
        f"{outcomes[0].visitors} visitors; {seconds:.1f} s\n"
        f"head start {asked.head_start:g} min, overtaken cap {asked.cap}\n\n"
    )
    out(f"{'minutes waited':<18}{'priority':>16}{'ordinary':>18}{'longest':>9}")
    out(f"{'overtaken':>11}{'walked out':>12}\n")
    out(f"{'':<18}{'p50':>8}{'p95':>8}{'p50':>10}{'p95':>8}{'':>9}{'most':>11}\n")
    for outcome in outcomes:
        first, other = _lane(outcome, True), _lane(outcome, False)
        out(f"{outcome.name:<18}{_quantile(first, 0.5):>8.1f}{_quantile(first, 0.95):>8.1f}")
        out(f"{_quantile(other, 0.5):>10.1f}{_quantile(other, 0.95):>8.1f}")
        out(f"{max(first + other):>9.0f}{max(w.overtaken for w in outcome.waits):>11}")
        out(f"{outcome.walked_out / outcome.visitors:>12.1%}\n")
    _print_ranges(outcomes[-1])
    _print_aims(outcomes[0], outcomes[-1])


def _inside(waits: list[Wait]) -> tuple[float, float, float]:
    """Shares below, inside and above the range that was shown."""
    shown = [(wait.minutes, wait.shown) for wait in waits if wait.shown]
    below = sum(minutes < shown_range.low_minutes for minutes, shown_range in shown)
    above = sum(minutes > shown_range.high_minutes for minutes, shown_range in shown)
    count = max(1, len(shown))
    return below / count, 1 - (below + above) / count, above / count


def _print_ranges(outcome: Outcome) -> None:
    out = sys.stdout.write
    out(f"\n{'shown range':<18}{'shorter':>8}{'inside':>8}{'longer':>8}{'mean width':>12}\n")
    groups = {
        "everybody": outcome.waits,
        "priority": [wait for wait in outcome.waits if wait.priority],
        "ordinary": [wait for wait in outcome.waits if not wait.priority],
        "not free at once": [w for w in outcome.waits if w.shown and w.shown.high_minutes > 1],
        "shown up to 20+": [w for w in outcome.waits if w.shown and w.shown.high_minutes >= 20],
    }
    for name, waits in groups.items():
        below, inside, above = _inside(waits)
        widths = [w.shown.high_minutes - w.shown.low_minutes for w in waits if w.shown]
        out(f"{name:<18}{below:>8.1%}{inside:>8.1%}{above:>8.1%}")
        out(f"{sum(widths) / max(1, len(widths)):>12.1f}\n")


def _aims(fifo: Outcome, ours: Outcome) -> list[tuple[str, float, float, bool]]:
    priority = _quantile(_lane(ours, True), 0.95)
    ordinary = _quantile(_lane(ours, False), 0.95) / _quantile(_lane(fifo, False), 0.95)
    overtaken = max(wait.overtaken for wait in ours.waits)
    queued = [wait for wait in ours.waits if wait.shown and wait.shown.high_minutes > 1]
    inside = _inside(queued)[1]
    return [
        ("priority p95 <= 15 min", priority, 15, priority <= 15),
        ("ordinary p95 <= 1.3 x first come", ordinary, 1.3, ordinary <= 1.3),
        ("overtaken <= 15", overtaken, 15, overtaken <= 15),
        ("inside the range, if not free at once", inside * 100, 80, inside >= 0.8),
    ]


def _print_aims(fifo: Outcome, ours: Outcome) -> None:
    sys.stdout.write("\n")
    for name, reached, _, holds in _aims(fifo, ours):
        sys.stdout.write(f"{'yes' if holds else 'NO ':<5}{name:<40}{reached:.2f}\n")


def _aims_hold(fifo: Outcome, ours: Outcome) -> bool:
    return all(holds for *_, holds in _aims(fifo, ours))


if __name__ == "__main__":
    raise SystemExit(main())
