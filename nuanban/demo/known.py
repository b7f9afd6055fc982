"""What the large lists of the demo city say of everybody, kept in bulk: pensions, insurance,
accounts for water and power, driving licences, small children. Shares are rough and assumed.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import polars as pl

from nuanban.eligibility import actions as eligibility
from nuanban.eligibility.actions import NewRecord
from nuanban.eligibility.enums import Department
from nuanban.lib.actor import Actor
from nuanban.lib.days import age_on, city_day
from nuanban.residents import queries as residents
from nuanban.rulebook.days import years_before

BATCH = 5_000
SMALL = 3
PENSIONS = ("resident", "employee", "civil", "none")
WHEN_OLD, BEFORE = (68, 24, 6, 2), (48, 32, 5, 15)
Facts = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Age and sex, and what follows from the household: its head, and its children under three."""

    age: int
    sex: str
    is_head: bool
    children: int


Says = Callable[[Person, date, random.Random], Facts]


def keep_known(seed: int, by: Actor, at: datetime) -> None:
    """Every large list, and that it is whole."""
    day = city_day(at)
    people = _people(at, day)
    for department, says in SAYS.items():
        chance = random.Random(f"{department} {seed}")
        records = _records(people.iter_rows(), says, day, chance)
        while batch := list(islice(records, BATCH)):
            eligibility.keep_records(department, batch, by=by, at=at)
        eligibility.note_whole_list(department, by=by, at=at)


def _people(at: datetime, day: date) -> pl.DataFrame:
    """Everybody with a birth date: (resident, birth_date, sex, is_head, children)."""
    people = residents.people_of_city(at).sort("resident").drop_nulls("birth_date")
    homes = residents.households_of_city(day, at)
    people = people.join(homes, on="resident", how="left")
    is_small = pl.col("birth_date") > years_before(day, SMALL)
    children = is_small.sum().over("household_id")
    return people.select(
        *("resident", "birth_date", "sex", pl.col("is_head").fill_null(False)),
        children=pl.when("is_head").then(children).otherwise(0),
    )


def _records(
    rows: Iterator[tuple[Any, ...]], says: Says, day: date, chance: random.Random
) -> Iterator[NewRecord]:
    for resident, born, sex, is_head, children in rows:
        facts = says(Person(age_on(born, day), sex, is_head, children), day, chance)
        if facts:
            yield NewRecord(UUID(resident), facts, day)


def _pension(person: Person, day: date, chance: random.Random) -> Facts:
    age = person.age
    if age < 16:
        return {}
    is_old = age >= 60
    kind = chance.choices(PENSIONS, WHEN_OLD if is_old else BEFORE)[0]
    most = max(0, min(age, 62) - 20)
    years = 0 if kind == "none" else chance.randint(15 if is_old else 0, max(15, most))
    facts: Facts = {
        "pension_kind": kind,
        "pension_contribution_years": years,
        "pension_receiving": is_old and kind != "none",
        "work_injury_care": chance.random() < 0.0005,
    }
    if facts["pension_receiving"]:
        facts["pension_certified_on"] = day - timedelta(days=chance.randrange(0, 430))
    return facts


def _insurance(_person: Person, day: date, chance: random.Random) -> Facts:
    behind = chance.choices((0, 1, 2, 4), (94, 4, 1, 1))[0]
    return {"insured_year": day.year - behind}


def _accounts(person: Person, _day: date, chance: random.Random) -> Facts:
    """Mostly in the name of the head; where papers were never changed, in somebody else's too."""
    if person.age < 25:
        return {}
    share = 1.0 if person.is_head else 0.12
    return {
        "electricity_account": chance.random() < 0.86 * share,
        "water_account": chance.random() < 0.78 * share,
        "gas_account": chance.random() < 0.45 * share,
    }


def _police(person: Person, day: date, chance: random.Random) -> Facts:
    facts: Facts = {}
    if person.children:
        facts["children_under_3"] = person.children
    if person.age >= 70 and chance.random() < (0.03 if person.sex == "male" else 0.004):
        facts |= {
            "licence_class": chance.choice(("C1", "C1", "C2", "E")),
            "licence_first_issued_on": day - timedelta(days=chance.randrange(3_700, 16_000)),
            "licence_medical_on": day - timedelta(days=chance.randrange(20, 520)),
        }
    return facts


SAYS: dict[Department, Says] = {
    Department.SOCIAL_INSURANCE: _pension,
    Department.MEDICAL_INSURANCE: _insurance,
    Department.UTILITIES: _accounts,
    Department.POLICE: _police,
}
