"""The breaker: an outside system that failed five times in a row is left alone for a minute."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from nuanban.notices.models import Breaker

MOST_FAILURES = 5
PAUSE = timedelta(minutes=1)

_FAILED = """
INSERT INTO notices_breaker AS b (system, failures, open_until) VALUES (%(system)s, 1, NULL)
ON CONFLICT (system) DO UPDATE SET failures = b.failures + 1,
  open_until = CASE WHEN b.failures + 1 >= %(most)s THEN %(until)s END
"""


def may_call(system: str, at: datetime) -> bool:
    """Whether to call now. After the pause one caller tries; the others wait for how it ends."""
    breaker = Breaker.objects.filter(system=system).first()
    if breaker is None or breaker.open_until is None:
        return True
    half_open = Breaker.objects.filter(system=system, open_until__lte=at)
    return bool(half_open.update(open_until=at + PAUSE))


def note_failure(system: str, at: datetime) -> None:
    """The system was not there."""
    values: dict[str, Any] = {"system": system, "most": MOST_FAILURES, "until": at + PAUSE}
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, values)


def note_answer(system: str) -> None:
    """The system answered, whatever it said."""
    Breaker.objects.filter(system=system, failures__gt=0).update(failures=0, open_until=None)
