"""Work that takes long: reckoning a run, carrying it out, issuing certificates.

Each job may be killed at any moment and is run again: it goes on where the database says.
"""

from contextlib import suppress
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from nuanban.lib.actor import SYSTEM
from nuanban.proactive import actions
from nuanban.proactive.models import Entitlement, Run
from nuanban.rulebook.faults import FactFault, PolicyFault

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(name="proactive.reckon", queue="proactive", retry=AGAIN)
def reckon(*, run_id: str) -> None:
    """Judges the city."""
    run = Run.objects.select_related("prepared_by").get(pk=UUID(run_id))
    try:
        with suppress(actions.RunMoved):
            actions.reckon_run(run, at=timezone.now())
    except (FactFault, PolicyFault) as fault:
        actions.fail_run(run, trouble=str(fault), at=timezone.now())


@app.task(name="proactive.carry", queue="proactive", retry=AGAIN)
def carry(*, run_id: str) -> None:
    """Does what a released run says, batch by batch."""
    run = Run.objects.get(pk=UUID(run_id))
    while actions.carry_out(run, at=timezone.now()):
        pass


@app.task(name="proactive.certify", queue="proactive", retry=AGAIN)
def certify(*, entitlement_id: str) -> None:
    """Issues one certificate."""
    entitlement = Entitlement.objects.get(pk=UUID(entitlement_id))
    actions.certify(entitlement, by=SYSTEM, at=timezone.now())
