"""The same month released twice, the second time with another version of a policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from django.db import connection
from django.utils import timezone

from bench.grants.expected import expected, given
from bench.grants.release import Course, Limits, carry_under_kills
from bench.grants.versions import other_amount
from config.invariants import check_all
from nuanban.accounts.queries import users
from nuanban.eligibility import queries as eligibility
from nuanban.journal import actions as journal
from nuanban.lib.days import city_day
from nuanban.proactive import actions
from nuanban.proactive.models import Run

PLACE = "430600"
# No grant without its serving, its notice where it began, and one decision a run.
FAULTS = {
    "started without a notice": """
        SELECT count(*) FROM proactive_entitlement e WHERE NOT EXISTS (
          SELECT FROM notices_notice n WHERE n.receiver_key = 'proactive:start:' || e.id)""",
    "told twice": """
        SELECT count(*) FROM (SELECT 1 FROM notices_notice
          GROUP BY person_id, purpose, receiver_key HAVING count(*) > 1) t""",
    "decided twice in a run": """
        SELECT count(*) FROM (SELECT 1 FROM proactive_decision
          GROUP BY run_id, resident_id, policy HAVING count(*) > 1) t""",
    "two live rights to one thing": """
        SELECT count(*) FROM (SELECT 1 FROM proactive_entitlement
          WHERE state NOT IN ('ended', 'declined')
          GROUP BY resident_id, policy HAVING count(*) > 1) t""",
}


@dataclass(frozen=True)
class Wish:
    """Where, how rough, and by which dice."""

    home: Path
    limits: Limits
    seed: int


def first_and_second(wish: Wish) -> bool:
    """Prints both releases; True when anything was wrong."""
    wrong = _release(wish, 1)
    before = given()
    other_amount()
    wrong |= _release(wish, 2)
    added = len(given() - before)
    print(f"second release added     {added:8,}")
    seal_all()
    broken = [(found.name, found.broken) for found in check_all() if found.broken]
    faults = [(name, count) for name, sql in FAULTS.items() if (count := _count(sql))]
    for name, count in (*broken, *faults):
        print(f"broken: {name:<33}{count:8,}")
    return wrong or bool(added or broken or faults)


def _release(wish: Wish, turn: int) -> bool:
    print(f"release {turn}", flush=True)
    run = _released()
    begun = perf_counter()
    wanted = expected(run)
    print(f"  expected, person by person {len(wanted):,} grants ({perf_counter() - begun:.0f} s)")
    course = carry_under_kills(wish.home, run, wish.limits, wish.seed + turn)
    run.refresh_from_db()
    there = given()
    for line in _told(run, course, len(there), len(wanted - there), len(there - wanted)):
        print(f"  {line}", flush=True)
    return there != wanted or run.state != "released" or bool(course.left or course.failed)


def _released() -> Run:
    """Prepared, looked at by one and released by another, as the pages do."""
    officer, lead = (users().get(username=name) for name in ("department_officer", "lead_officer"))
    at = timezone.now()
    day = city_day(at)
    policies = list(eligibility.book_on(day))
    run = actions.prepare_run(day=day, place=PLACE, policies=policies, by=officer, at=at)
    actions.reckon_run(run, at=at)
    run.refresh_from_db()
    actions.propose_run(run, words="核对过", by=officer, at=at)
    return actions.release_run(run, by=lead, at=at)


def _told(run: Run, course: Course, there: int, lacking: int, too_many: int) -> Iterator[str]:
    yield f"changes                {run.changes:8,}"
    yield f"workers killed         {course.kills:8,}"
    yield f"seconds                {course.seconds:8.0f}"
    yield f"  after the last kill  {course.after_last_kill:8.0f}"
    yield f"run                    {run.state:>8}"
    yield f"jobs left, failed      {course.left:8,}{course.failed:6,}"
    yield f"grants                 {there:8,}"
    yield f"  lacking, too many    {lacking:8,}{too_many:6,}"


def _count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def seal_all() -> None:
    """The keeper's part, which does not run here: a release takes longer than entries may wait."""
    while journal.seal(at=timezone.now()):
        continue
