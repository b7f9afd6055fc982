"""Work that takes long: thinking about a day. Killed and run again, it begins anew."""

import time
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from nuanban.lib.actor import SYSTEM
from nuanban.planner.limit import Limit
from nuanban.visits import actions


@app.task(name="visits.plan", queue="visits", retry=RetryStrategy(max_attempts=3))
def plan(*, plan_id: str) -> None:
    """Makes a proposal that somebody asked for."""
    limit = Limit(settings.PLAN_SECONDS, time.monotonic)
    actions.plan_day(UUID(plan_id), limit, by=SYSTEM, at=timezone.now())
