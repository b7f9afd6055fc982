"""Nobody left behind: people of the groups beside those who were served, township by township."""

from datetime import datetime, timedelta
from uuid import UUID

import polars as pl
from django.db import transaction

from nuanban.cases import queries as cases
from nuanban.knocks.finding import met_since
from nuanban.knocks.models import Reached
from nuanban.knocks.people import City
from nuanban.lib.days import city_day
from nuanban.residents.queries import in_groups

YEAR = timedelta(days=365)
TOWNSHIP_DIGITS = 9


def count_reached(city: City, at: datetime) -> int:
    """Counts the city anew; gives how many townships."""
    since = city_day(at) - YEAR
    met = met_since(since)
    served = met | cases.people_served_since(since)
    home = pl.coalesce("resident_division", "registered_division").str.slice(0, TOWNSHIP_DIGITS)
    people = in_groups(city.people, city.held, city_day(at)).select("resident", township=home)
    people = people.filter(pl.col("township").str.len_chars() == TOWNSHIP_DIGITS)
    counted = people.group_by("township").agg(
        pl.len(), served=_among(served).sum(), met=_among(met).sum()
    )
    return _keep(counted, at)


def _among(ids: set[UUID]) -> pl.Expr:
    return pl.col("resident").is_in([str(one) for one in ids])


def _keep(counted: pl.DataFrame, at: datetime) -> int:
    rows = [
        Reached(township_id=code, people=people, served=served, met=met, counted_at=at)
        for code, people, served, met in counted.rows()
    ]
    with transaction.atomic():
        Reached.objects.exclude(pk__in=[row.pk for row in rows]).delete()
        Reached.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["township"],
            update_fields=["people", "served", "met", "counted_at"],
        )
    return len(rows)
