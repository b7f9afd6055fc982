"""What the large lists of the demo city say of everybody, kept in bulk: pensions, insurance,
accounts for water and power, driving licences, small children. Shares are rough and assumed.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from nuanban.eligibility import actions as eligibility
from nuanban.eligibility.actions import NewRecord
from nuanban.eligibility.enums import Department
from nuanban.lib.actor import Actor
from nuanban.lib.days import age_on, city_day
from nuanban.residents import queries as residents

BATCH = 5_000
PENSIONS = ("resident", "employee", "civil", "none")
WHEN_OLD, BEFORE = (68, 24, 6, 2), (48, 32, 5, 15)
Facts = dict[str, Any]
Says = Callable[[int, str, date, random.Random], Facts]


def keep_known(seed: int, by: Actor, at: datetime) -> None:
    """Every large list, and that it is whole."""
    day = city_day(at)
    people = residents.people_of_city(at).sort("resident").drop_nulls("birth_date")
    for department, says in SAYS.items():
        chance = random.Random(f"{department} {seed}")
        rows = people.select("resident", "birth_date", "sex").iter_rows()
        records = _records(rows, says, day, chance)
        while batch := list(islice(records, BATCH)):
            eligibility.keep_records(department, batch, by=by, at=at)
        eligibility.note_whole_list(department, by=by, at=at)


def _records(
    rows: Iterator[tuple[Any, ...]], says: Says, day: date, chance: random.Random
) -> Iterator[NewRecord]:
    for resident, born, sex in rows:
        facts = says(age_on(born, day), sex, day, chance)
        if facts:
            yield NewRecord(UUID(resident), facts, day)


def _pension(age: int, _sex: str, day: date, chance: random.Random) -> Facts:
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


def _insurance(_age: int, _sex: str, day: date, chance: random.Random) -> Facts:
    behind = chance.choices((0, 1, 2, 4), (94, 4, 1, 1))[0]
    return {"insured_year": day.year - behind}


def _accounts(age: int, _sex: str, _day: date, chance: random.Random) -> Facts:
    if age < 25:
        return {}
    return {
        "electricity_account": chance.random() < 0.42,
        "water_account": chance.random() < 0.38,
        "gas_account": chance.random() < 0.22,
    }


def _police(age: int, sex: str, day: date, chance: random.Random) -> Facts:
    facts: Facts = {}
    if 20 <= age < 45 and chance.random() < 0.09:
        facts["children_under_3"] = 1 + (chance.random() < 0.12)
    if age >= 70 and chance.random() < (0.03 if sex == "male" else 0.004):
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
