"""What a draft would change for the city: asked for by somebody, reckoned by the worker."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from nuanban.accounts.queries import User, actor_of
from nuanban.eligibility import queries
from nuanban.eligibility.comparing import compare
from nuanban.eligibility.models import PolicyVersion
from nuanban.journal.actions import record
from nuanban.offices import queries as offices


@transaction.atomic
def ask_difference(version: PolicyVersion, *, day: date, by: User, at: datetime) -> None:
    """Asks for the difference on `day`; the worker reckons it (`jobs.compare`)."""
    waiting = {"state": "waiting", "revision": version.revision, "day": day.isoformat()}
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
    found = _reckoned(version, date.fromisoformat(asked["day"]), at)
    done = {**asked, **found, "known_at": at.isoformat(), "revision": version.revision}
    same = PolicyVersion.objects.filter(pk=version.pk, difference=asked)
    same.update(difference=done)


def _reckoned(version: PolicyVersion, day: date, at: datetime) -> dict[str, Any]:
    before, looked = queries.book_on(day), queries.checked(version, day)
    if looked.book is None:
        return {"state": "failed", "trouble": looked.faults[0].what}
    city = offices.city()
    with queries.one_snapshot():
        facts = queries.facts_of_city(day, at)
    place = city.division_id if city else "000000"
    return {"state": "done", **compare(before, looked.book, version.policy, facts, day, place)}
