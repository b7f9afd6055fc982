"""One month: prepared, reckoned, proposed, released by another person, carried out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from bench.monthly_run.before import lay_down
from bench.monthly_run.clock import Clock
from nuanban.accounts.queries import users
from nuanban.eligibility import queries as eligibility
from nuanban.notices.models import Notice
from nuanban.proactive import actions, reckoning
from nuanban.proactive.actions import runs
from nuanban.proactive.models import Change, Entitlement, Grant

PLACE = "430600"


def watched() -> Clock:
    """A clock on every step of a reckoning."""
    clock = Clock()
    clock.watch(eligibility, "facts_of_city", "export of facts")
    clock.watch(runs, "_held", "export of entitlements")
    clock.watch(reckoning, "sweep", "sweep")
    clock.watch(reckoning, "reckon", "sweep and difference")
    clock.watch(runs, "with_facts", "facts beside the changes")
    clock.watch(runs, "_copy_changes", "writing the changes")
    return clock


def before(clock: Clock, at: datetime) -> Iterator[str]:
    """The city's first run is reckoned; what it gives is written down in bulk."""
    officer, lead = (users().get(username=name) for name in ("department_officer", "lead_officer"))
    run = actions.prepare_run(
        day=at.date(),
        place=PLACE,
        policies=list(eligibility.book_on(at.date())),
        by=officer,
        at=at,
    )
    actions.reckon_run(run, at=at)
    run.refresh_from_db()
    clock.take()
    begun = perf_counter()
    given = lay_down(run, lead, at)
    yield f"  {given:,} entitlements from before, {perf_counter() - begun:.1f} s"


def month(clock: Clock, at: datetime) -> Iterator[str]:
    """Lines to print."""
    officer, lead = (users().get(username=name) for name in ("department_officer", "lead_officer"))
    day = at.date()
    policies = list(eligibility.book_on(day))
    settled, seconds = _repeated(lambda: actions.settle(at=at))
    if settled:
        yield f"  objections over: {settled:,} entitlements, {seconds:.1f} s"
    before = _counts()
    begun = perf_counter()
    run = actions.prepare_run(day=day, place=PLACE, policies=policies, by=officer, at=at)
    actions.reckon_run(run, at=at)
    run.refresh_from_db()
    steps = clock.take()
    steps["difference"] = steps.pop("sweep and difference") - steps["sweep"]
    yield f"  reckoned {perf_counter() - begun:.1f} s, {run.changes:,} changes"
    yield from (f"    {step}: {spent:.2f} s" for step, spent in steps.items())
    actions.propose_run(run, words="核对过", by=officer, at=at)
    actions.release_run(run, by=lead, at=at)
    done, seconds = _repeated(lambda: actions.carry_out(run, at=at))
    after = {name: count - before[name] for name, count in _counts().items()}
    yield f"  carried out {seconds:.1f} s, {done / seconds:,.0f} changes/s, " + ", ".join(
        f"{name} {count:,} ({count / seconds:,.0f}/s)" for name, count in after.items()
    )
    yield "    " + ", ".join(f"{kind} {count:,}" for kind, count in _kinds(run))


def _repeated(deed: Any) -> tuple[int, float]:
    begun, whole = perf_counter(), 0
    while count := deed():
        whole += count
    return whole, perf_counter() - begun


def _counts() -> dict[str, int]:
    rooms = {"grants": Grant, "entitlements": Entitlement, "notices": Notice}
    return {name: int(model._default_manager.count()) for name, model in rooms.items()}


def _kinds(run: Any) -> list[tuple[str, int]]:
    from django.db.models import Count

    found = Change.objects.filter(run=run).values_list("kind").annotate(heads=Count("pk"))
    return sorted(found.values_list("kind", "heads"))


def later(at: datetime) -> datetime:
    """The next month."""
    return at + timedelta(days=30)
