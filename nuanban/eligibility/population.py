"""The whole city as one frame of facts, at one snapshot; and the same for one person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection, transaction

from nuanban.eligibility.children import children_of_city
from nuanban.eligibility.enums import Department
from nuanban.eligibility.models import Coverage
from nuanban.eligibility.whole_lists import FROM_STATUS, NOT_LISTED
from nuanban.lib.copying import table_of, take_time
from nuanban.residents import queries as residents
from nuanban.residents.enums import StatusKind
from nuanban.rulebook.facts import CITY, KEYS, Fact, Kind

_TYPES = {Kind.BOOL: pl.Boolean, Kind.INT: pl.Int64, Kind.TEXT: pl.String, Kind.DATE: pl.Date}
# Whatever the JSON holds, as ->> would show it.
_AS_TEXTS = pl.Struct(dict.fromkeys(CITY, pl.String))
_BASE = ("birth_date", "sex", "registered_division", "resident_division")


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, whatever is written meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                take_time(cursor.cursor)
        yield


def facts_of_city(day: date, known_at: datetime) -> pl.DataFrame:
    """One row per person: `person_id`, `household_id` and every fact of the vocabulary, as known
    at `known_at`.

    The newest record outweighs older ones, and records outweigh statuses; who is missing on a
    whole list has nothing of it.
    """
    people = residents.people_of_city(known_at).rename({"resident": "person_id"})
    held = residents.statuses_of_city(day, known_at).rename({"resident": "person_id"})
    homes = residents.households_of_city(day, known_at).rename({"resident": "person_id"})
    found: dict[str, list[pl.DataFrame]] = {}
    for name, frame in _recorded(known_at).items():
        found.setdefault(name, []).append(frame)
    for name, frame in _from_statuses(held).items():
        found.setdefault(name, []).append(frame)
    for name, frame in children_of_city(people, homes, day).items():
        found.setdefault(name, []).append(frame)
    people = people.join(homes.select("person_id", "household_id"), "person_id", how="left")
    for name, frames in found.items():
        for turn, frame in enumerate(frames):
            people = people.join(frame.rename({name: f"{name}__{turn}"}), "person_id", how="left")
    nothing = _of_nobody(known_at)
    return people.select(*KEYS, *(_merged(fact, found, nothing) for fact in CITY.values()))


def _merged(fact: Fact, found: dict[str, list[pl.DataFrame]], nothing: dict[str, Any]) -> pl.Expr:
    wanted = _TYPES[fact.kind]
    parts = [pl.col(f"{fact.name}__{turn}") for turn in range(len(found.get(fact.name, [])))]
    if fact.name in _BASE:
        parts.append(pl.col(fact.name))
    if fact.name in nothing:
        parts.append(pl.lit(nothing[fact.name], dtype=wanted))
    parts.append(pl.lit(None, dtype=wanted))
    return pl.coalesce(parts).cast(wanted).alias(fact.name)


def _of_nobody(known_at: datetime) -> dict[str, Any]:
    whole = Coverage.objects.filter(whole_since__lte=known_at).values_list("department", flat=True)
    return {
        name: value
        for department in whole
        for name, value in NOT_LISTED.get(Department(department), {}).items()
    }


def _recorded(known_at: datetime) -> dict[str, pl.DataFrame]:
    """By fact: (person_id, fact) as said last; in one moment whoever saw the person is believed."""
    moment = known_at.isoformat()
    # Sorting and opening JSON is done here: many times faster than column by column in SQL.
    sql = (
        "SELECT resident_id, (extract(epoch FROM recorded_at) * 1000000)::bigint, department, "
        f"facts FROM eligibility_record WHERE recorded_at <= '{moment}' "
        f"AND (superseded_at IS NULL OR superseded_at > '{moment}')"
    )
    columns = {"person_id": pl.String, "at": pl.Int64, "department": pl.String, "facts": pl.String}
    with connection.cursor() as cursor:
        rows = table_of(cursor.cursor, sql, columns)
    found: dict[str, list[pl.DataFrame]] = {}
    for part in rows.partition_by("department"):
        opened = part.with_columns(pl.col("facts").str.json_decode(_AS_TEXTS)).unnest("facts")
        for name in CITY:
            said = opened.select("person_id", "at", "department", name).drop_nulls(name)
            if said.height:
                found.setdefault(name, []).append(said)
    return {name: _last_said(name, parts) for name, parts in found.items()}


def _last_said(name: str, parts: list[pl.DataFrame]) -> pl.DataFrame:
    is_other = pl.col("department") != Department.COUNTER.value
    said = pl.concat(parts).sort(-pl.col("at"), is_other, "department")
    last = said.unique("person_id", keep="first", maintain_order=True)
    return last.select("person_id", name).with_columns(_read(CITY[name]))


def _read(fact: Fact) -> pl.Expr:
    column = pl.col(fact.name)
    if fact.kind == Kind.BOOL:
        return column == "true"
    if fact.kind == Kind.DATE:
        return column.str.to_date("%Y-%m-%d")
    return column.cast(_TYPES[fact.kind])


def _from_statuses(held: pl.DataFrame) -> dict[str, pl.DataFrame]:
    facts: dict[str, list[pl.DataFrame]] = {}
    for kind, follows in FROM_STATUS.items():
        holders = held.filter(kind=kind.value).select("person_id").unique()
        for name, value in follows.items():
            facts.setdefault(name, []).append(
                holders.with_columns(pl.lit(value, dtype=_TYPES[CITY[name].kind]).alias(name))
            )
    for name, frame in _disability(held).items():
        facts.setdefault(name, []).append(frame)
    gone = held.filter(kind=StatusKind.DECEASED.value)
    facts["death_date"] = [gone.select("person_id", death_date="valid_from")]
    merged = {n: pl.concat(frames).unique("person_id", keep="first") for n, frames in facts.items()}
    return {name: frame for name, frame in merged.items() if frame.height}


def _disability(held: pl.DataFrame) -> dict[str, pl.DataFrame]:
    rows = held.filter(kind=StatusKind.DISABILITY.value).unique("person_id", keep="last")
    return {
        "has_disability_certificate": rows.select(
            "person_id", has_disability_certificate=pl.lit(True)
        ),
        "disability_category": rows.select(
            "person_id", disability_category=pl.col("category").cast(pl.Int64)
        ),
        "disability_level": rows.select("person_id", disability_level="level"),
        "disability_expires_on": rows.select("person_id", disability_expires_on="valid_to"),
    }
