"""From a promise to a grant: what was reserved is given, now or when nobody objects any more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from nuanban.eligibility import queries as eligibility
from nuanban.journal.actions import record, record_many
from nuanban.lib.actor import SYSTEM, Actor
from nuanban.lib.days import city_day
from nuanban.proactive.actions.counting import count_grants
from nuanban.proactive.enums import EntitlementState, GrantState
from nuanban.proactive.models import Entitlement, Grant

BATCH = 1_000


@transaction.atomic
def settle(*, at: datetime, size: int = BATCH) -> int:
    """Notices whose time to object is over become active; their reserved grants are given."""
    over = Entitlement.objects.filter(
        state=EntitlementState.NOTICED, objection_until__lt=city_day(at)
    )
    found = list(over.select_for_update(skip_locked=True)[:size])
    if found:
        _activate_many(found, at)
    return len(found)


@transaction.atomic
def end_faded(*, at: datetime) -> int:
    """Whoever was paid on after the end, until a day that has passed, is at the end of it."""
    over = Entitlement.objects.filter(state=EntitlementState.FADING, ends_on__lt=city_day(at))
    keys = list(over.select_for_update(skip_locked=True).values_list("pk", "resident_id")[:BATCH])
    if keys:
        Entitlement.objects.filter(pk__in=[k for k, _ in keys]).update(state=EntitlementState.ENDED)
        people = [person for _, person in keys]
        record_many("proactive.entitlements_faded", by=SYSTEM, at=at, subjects=people)
    return len(keys)


def _activate_many(found: Sequence[Entitlement], at: datetime) -> None:
    keys = [entitlement.pk for entitlement in found]
    Entitlement.objects.filter(pk__in=keys).update(state=EntitlementState.ACTIVE)
    give(_reserved(keys), by=SYSTEM, at=at)
    people = [entitlement.resident_id for entitlement in found]
    record_many("proactive.entitlements_active", by=SYSTEM, at=at, subjects=people)


def _reserved(entitlements: Sequence[UUID]) -> QuerySet[Grant]:
    return Grant.objects.filter(entitlement_id__in=entitlements, state=GrantState.RESERVED)


def give(reserved: QuerySet[Grant], *, by: Actor, at: datetime) -> None:
    """Reserved grants are given and counted."""
    found = list(reserved)
    Grant.objects.filter(pk__in=[g.pk for g in found]).update(
        state=GrantState.GRANTED, granted_at=at
    )
    count_grants(found, eligibility.book_on(city_day(at)), by=by, at=at)


def activate(entitlement: Entitlement, *, by: Actor, at: datetime) -> None:
    """From now on it is given; what was reserved is given at once. For live ones only."""
    Entitlement.objects.filter(pk=entitlement.pk).update(
        state=EntitlementState.ACTIVE, ends_on=None, why_ended=""
    )
    give(_reserved([entitlement.pk]), by=by, at=at)
    record(
        "proactive.entitlement_active",
        by=by,
        at=at,
        subject_id=entitlement.resident_id,
        object_id=entitlement.pk,
        payload={"policy": entitlement.policy},
    )
