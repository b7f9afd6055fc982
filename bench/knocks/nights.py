"""One night: the list made anew, with the seconds of its steps and the most memory it took."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from time import perf_counter, process_time

from bench.monthly_run.clock import Clock
from nuanban.knocks import actions, due, finding, people, reaching
from nuanban.knocks.actions import gathering
from nuanban.knocks.models import Knock
from nuanban.lib.actor import SYSTEM
from nuanban.proactive import queries as proactive
from nuanban.proactive import running_out

_MEGA = 1024
# Steps inside others; the rest is added up beside them.
_INSIDE = "    "


def watched() -> Clock:
    """A clock on every step of a gathering."""
    clock = Clock()
    for name in ("city_of", "count_reached", "due_knocks", "_standing", "_rewrite", "_close"):
        clock.watch(gathering, name, name.strip("_"))
    clock.watch(gathering, "write_new", "write_new")
    clock.watch(proactive, "running_out", f"{_INSIDE}running_out")
    clock.watch(running_out, "living_city", f"{_INSIDE}    facts of everybody")
    clock.watch(finding, "met_since", f"{_INSIDE}met_since, for the list")
    clock.watch(reaching, "met_since", f"{_INSIDE}met_since, for the map")
    clock.watch(people.City, "persons", f"{_INSIDE}persons")
    clock.watch(due, "left_in_peace", f"{_INSIDE}left_in_peace")
    return clock


def night(clock: Clock, at: datetime) -> Iterator[str]:
    """Lines to print."""
    clock.take()
    forget_peak()
    begun, busy = perf_counter(), process_time()
    done = actions.gather(by=SYSTEM, at=at)
    spent, busy = perf_counter() - begun, process_time() - busy
    yield (
        f"  gathered {spent:.1f} s ({busy:.1f} s of one processor), peak {peak()} MB: "
        f"opened {done.opened:,}, rewritten {done.rewritten:,}, closed {done.closed:,}"
    )
    yield from (f"    {step}: {seconds:.2f} s" for step, seconds in clock.take().items())
    yield f"    {Knock.objects.filter(state='open').count():,} doors wait"


def forget_peak() -> None:
    """From now on the peak is counted anew."""
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> int:
    """Megabytes that this process held at most; PostgreSQL has its own."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // _MEGA for line in lines if line.startswith("VmHWM"))
