"""Making the list anew when somebody asks for it; killed at any moment, it is run again."""

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from nuanban.knocks import actions
from nuanban.lib.actor import SYSTEM

AGAIN = RetryStrategy(max_attempts=3, exponential_wait=2)


@app.task(name="knocks.gather", queue="proactive", queueing_lock="knocks.gather", retry=AGAIN)
def gather() -> None:
    """Looks the city through."""
    actions.gather(by=SYSTEM, at=timezone.now())
