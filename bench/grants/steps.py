"""One step of a run, in a process of its own that may be killed.

`python -m bench.grants.steps HOME prepare` prints the run; `work RUN` carries out small batches
until nothing is left; `again` releases another amount of the old-age allowance; `queue` is a
worker of the city's queue.
"""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from config.cli.django_world import open_django
from config.cli.home import Home

BATCH = 20


def prepare() -> str:
    """A run over all policies, looked at by one and released by another."""
    from django.utils import timezone

    from nuanban.eligibility import queries as eligibility
    from nuanban.lib.days import city_day
    from nuanban.offices import queries as offices
    from nuanban.proactive import actions, queries

    at, city = timezone.now(), offices.city()
    assert city is not None
    officer, lead = _staff("officer"), _staff("lead")
    day = city_day(at)
    policies = list(eligibility.book_on(day))
    run = actions.prepare_run(day=day, place=city.division_id, policies=policies, by=officer, at=at)
    with suppress(actions.RunMoved):
        # The city's own worker reckons it as well; one of the two is faster.
        actions.reckon_run(run, at=at)
    run.refresh_from_db()
    actions.propose_run(run, words="核对过", by=officer, at=at)
    # Released without the event: the test's own workers carry it out, not the city's.
    queries.Run.objects.filter(pk=run.pk).update(
        state="releasing", released_by=lead, released_at=at
    )
    return str(run.pk)


def _staff(username: str) -> Any:
    from nuanban.accounts import queries as accounts

    return accounts.users().get(username=username)


def work(run_id: str) -> str:
    """Small batches, so that there is much to interrupt."""
    from django.utils import timezone

    from nuanban.proactive import actions, queries

    run = queries.run_by_id(UUID(run_id))
    assert run is not None
    while queries.Run.objects.filter(pk=run.pk, state="releasing").exists():
        actions.carry_out(run, at=timezone.now(), size=BATCH)
    return "done"


def again() -> str:
    """Another version of a policy, released before a second run of the same month."""
    from bench.grants.versions import other_amount

    other_amount()
    return "released"


def queue() -> str:
    """A worker of the queue, as the city runs it, until it is killed."""
    from django.core.management import call_command

    call_command("work")
    return "stopped"


def main(words: list[str]) -> None:
    """One step, by name."""
    home, step, *rest = words
    open_django(Home.find(Path(home)))
    steps: dict[str, Any] = {"prepare": prepare, "work": work, "again": again, "queue": queue}
    print(steps[step](*rest), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
