"""One urgent visit into a running day of 100 and 300 visits: how long the answer takes."""

import statistics
import time

from bench.visits.home_care import HOUR, home_care
from nuanban.planner.day import Visit
from nuanban.planner.draft import empty_draft
from nuanban.planner.limit import steps_only
from nuanban.planner.numbers import Numbers
from nuanban.planner.planning import fill
from nuanban.planner.routes import plan_of
from nuanban.planner.slots import slots
from nuanban.planner.urgent import insert_urgent

ROUNDS = 40
NOW = 10 * HOUR + 1800


def urgent_table() -> None:
    """Milliseconds for the urgent visit and for slots on the telephone."""
    for visits in (100, 300):
        day = home_care(visits, 5, lunch=True, told=0.3)
        draft = empty_draft(Numbers(day))
        fill(draft, steps_only())
        plan = plan_of(draft, steps_only())
        homes = day.places[-ROUNDS:]
        inserted, offered, placed = [], [], 0
        for i, home in enumerate(homes):
            new = Visit(f"急{i}", home.id, ((NOW, NOW + 3 * HOUR),), 2700, priority=100)
            began = time.perf_counter()
            placed += insert_urgent(day, plan, new, NOW).placed
            inserted.append(1000 * (time.perf_counter() - began))
            windows = [(hour * HOUR, (hour + 2) * HOUR) for hour in (11, 13, 15)]
            began = time.perf_counter()
            slots(day, plan, new, windows, NOW)
            offered.append(1000 * (time.perf_counter() - began))
        for word, times in (("urgent", inserted), ("slots", offered)):
            p95 = sorted(times)[int(0.95 * len(times))]
            print(
                f"{word} into {visits}: p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, "
                f"placed {placed} of {len(homes)}",
                flush=True,
            )
