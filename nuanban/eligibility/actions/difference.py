"""What a draft would change for the city: asked for by somebody, reckoned by the worker."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from nuanban.accounts.queries import User, actor_of
from nuanban.eligibility import queries
from nuanban.eligibility.comparing import Question, compare
from nuanban.eligibility.models import PolicyVersion
from nuanban.journal.actions import record
from nuanban.offices import queries as offices

# Reading what is known of everybody takes longer than judging them twice.
READ_PERCENT = 60


@transaction.atomic
def ask_difference(version: PolicyVersion, *, day: date, by: User, at: datetime) -> None:
    """Asks for the difference on `day`; the worker reckons it (`jobs.compare`)."""
    asked = {"revision": version.revision, "day": day.isoformat(), "asked_at": at.isoformat()}
    waiting = {"state": "waiting", "percent": 0, **asked}
    PolicyVersion.objects.filter(pk=version.pk).update(difference=waiting)
    record(
        "eligibility.difference_asked",
        by=actor_of(by),
        at=at,
        object_id=version.pk,
        payload={"policy": version.policy, "revision": version.revision},
    )


def keep_difference(version_id: UUID, *, at: datetime) -> None:
    """Reckons what was asked for and keeps it with the version; repeating it changes nothing."""
    version = PolicyVersion.objects.get(pk=version_id)
    asked = version.difference
    if asked.get("state") != "waiting":
        return
    # Who asked anew meanwhile is answered anew.
    mine = PolicyVersion.objects.filter(
        pk=version.pk, difference__asked_at=asked.get("asked_at"), difference__state="waiting"
    )

    def note(percent: int) -> None:
        mine.update(difference={**asked, "percent": percent})

    found = _reckoned(version, date.fromisoformat(asked["day"]), at, note)
    mine.update(difference={**asked, **found, "known_at": at.isoformat()})


def _reckoned(
    version: PolicyVersion, day: date, at: datetime, note: Callable[[int], None]
) -> dict[str, Any]:
    before, looked = queries.book_on(day), queries.checked(version, day)
    if looked.book is None:
        return {"state": "failed", "trouble": looked.faults[0].what}
    city = offices.city()
    with queries.one_snapshot():
        facts = queries.facts_of_city(day, at)
    note(READ_PERCENT)
    place = city.division_id if city else "000000"
    asked = Question(before, looked.book, version.policy, day, place)
    rest = 100 - READ_PERCENT
    figures = compare(asked, facts, lambda share: note(READ_PERCENT + int(share * rest)))
    return {"state": "done", **figures}
