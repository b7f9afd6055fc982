"""Who is registered together: one person's household, and the whole city's as columns."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection
from django.db.models import Q, QuerySet

from nuanban.lib.copying import table_of
from nuanban.residents.models import Household, HouseholdMember, Resident

HOMES: dict[str, Any] = {
    "resident": pl.String,
    "household_id": pl.String,
    "is_head": pl.Boolean,
}


def now_of(resident: Resident) -> HouseholdMember | None:
    """The household somebody belongs to, with its place; None: not known."""
    found = HouseholdMember.objects.filter(resident=resident, valid_to=None, withdrawn_at=None)
    return found.select_related("household", "household__division").first()


def now_members(household: Household) -> QuerySet[HouseholdMember]:
    """Who belongs to it now, the head first; absorbed duplicates left out."""
    found = HouseholdMember.objects.filter(household=household, valid_to=None, withdrawn_at=None)
    found = found.filter(resident__merged_into=None).select_related("resident")
    return found.order_by("-is_head", "resident__birth_on", "pk")


def household_on(resident: Resident, day: date, known_at: datetime) -> HouseholdMember | None:
    """The membership in force on `day` as known at `known_at`."""
    found = _in_force(day, known_at).filter(resident=resident)
    return found.order_by("-valid_from", "-recorded_at").first()


def births_in(household_id: UUID, day: date, known_at: datetime) -> list[date]:
    """Birth dates of those who belonged to it on `day` as known at `known_at`."""
    found = _in_force(day, known_at).filter(
        household=household_id, resident__merged_into=None, resident__birth_on__isnull=False
    )
    births = dict(found.values_list("resident_id", "resident__birth_on"))
    return [born for born in births.values() if born is not None]


def _in_force(day: date, known_at: datetime) -> QuerySet[HouseholdMember]:
    known = Q(withdrawn_at=None) | Q(withdrawn_at__gt=known_at)
    lasts = Q(valid_to=None) | Q(valid_to__gte=day)
    return HouseholdMember.objects.filter(
        known, lasts, valid_from__lte=day, recorded_at__lte=known_at
    )


def households_of_city(day: date, known_at: datetime) -> pl.DataFrame:
    """Memberships in force on `day` as known at `known_at` (HOMES), one a person."""
    moment = known_at.isoformat()
    sql = (
        "SELECT DISTINCT ON (resident_id) resident_id, household_id, is_head "
        "FROM residents_householdmember "
        f"WHERE valid_from <= '{day}' AND (valid_to IS NULL OR valid_to >= '{day}') "
        f"AND recorded_at <= '{moment}' AND (withdrawn_at IS NULL OR withdrawn_at > '{moment}') "
        "ORDER BY resident_id, valid_from DESC, recorded_at DESC"
    )
    with connection.cursor() as cursor:
        return table_of(cursor.cursor, sql, HOMES)


def housemates_of(people: Collection[UUID]) -> dict[UUID, tuple[UUID, list[UUID]]]:
    """For each of these people: the household they are in now, and everybody else in it."""
    current = HouseholdMember.objects.filter(valid_to=None, withdrawn_at=None)
    homes = dict(current.filter(resident__in=people).values_list("resident_id", "household_id"))
    members: dict[UUID, list[UUID]] = defaultdict(list)
    together = current.filter(household__in=set(homes.values())).order_by("-is_head", "resident_id")
    for household, resident in together.values_list("household_id", "resident_id"):
        members[household].append(resident)
    return {
        person: (home, [one for one in members[home] if one != person])
        for person, home in homes.items()
    }
