"""Small children as facts of the head of their household: the eldest, and who turns three."""

from datetime import date, datetime
from typing import Any

import polars as pl

from nuanban.residents import queries as residents
from nuanban.residents.queries import Resident
from nuanban.rulebook.days import years_before

SMALL = 3
ELDEST, TURNING = "eldest_under_3_born_on", "children_turning_3"


def children_of_city(
    people: pl.DataFrame, homes: pl.DataFrame, day: date
) -> dict[str, pl.DataFrame]:
    """By fact: (person_id, fact) of every head with small children. `people`: person_id,
    birth_date; `homes`: person_id, household_id, is_head.
    """
    small = people.filter(
        (pl.col("birth_date") > years_before(day, SMALL)) & (pl.col("birth_date") <= day)
    )
    found = (
        small.join(homes, on="person_id")
        .group_by("household_id")
        .agg(
            pl.col("birth_date").min().alias(ELDEST),
            (pl.col("birth_date") <= _turning(day)).sum().cast(pl.Int64).alias(TURNING),
        )
    )
    heads = homes.filter(pl.col("is_head")).join(found, on="household_id")
    return {name: heads.select("person_id", name) for name in (ELDEST, TURNING)}


def children_of(resident: Resident, day: date, known_at: datetime) -> dict[str, Any]:
    """The same of one person."""
    home = residents.household_on(resident, day, known_at)
    if home is None or not home.is_head:
        return {}
    births = residents.births_in(home.household_id, day, known_at)
    small = [born for born in births if years_before(day, SMALL) < born <= day]
    if not small:
        return {}
    return {ELDEST: min(small), TURNING: sum(born <= _turning(day) for born in small)}


def _turning(day: date) -> date:
    """Whoever was born by then is three before the year is over."""
    return years_before(date(day.year, 12, 31), SMALL)
