"""Work that takes long: the whole city before and after a change."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from nuanban.eligibility import actions

AGAIN = RetryStrategy(max_attempts=5, exponential_wait=2)


@app.task(name="eligibility.compare", queue="proactive", retry=AGAIN)
def compare(*, version_id: str) -> None:
    """Reckons the difference that was asked for."""
    actions.keep_difference(UUID(version_id), at=timezone.now())
