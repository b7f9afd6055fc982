"""A million people by COPY, as departments would have sent them. Only for this benchmark:
the city itself is filled through its rooms.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
from django.db import connection, transaction

from bench.rulebook.people import People
from nuanban.eligibility.enums import Department
from nuanban.eligibility.whole_lists import NOT_LISTED
from nuanban.lib.copying import take_time
from nuanban.lib.keys import new_key
from nuanban.notices.sealed import phone_index
from nuanban.residents.sealed import seal

LISTS: Mapping[Department, Sequence[str]] = {
    Department.CIVIL_AFFAIRS: [
        "aid_kind",
        "orphan_support",
        "ability_level",
        "household_income_fen",
    ],
    Department.DISABILITY_FEDERATION: [
        "has_disability_certificate",
        "disability_category",
        "disability_level",
        "disability_expires_on",
    ],
    Department.SOCIAL_INSURANCE: [
        "pension_kind",
        "pension_receiving",
        "pension_contribution_years",
        "pension_certified_on",
        "work_injury_care",
    ],
    Department.MEDICAL_INSURANCE: ["insured_year"],
    Department.UTILITIES: ["electricity_account", "water_account", "gas_account"],
    Department.POLICE: [
        "licence_class",
        "licence_first_issued_on",
        "licence_medical_on",
        "children_under_3",
        "registration_kind",
        "registered_since",
    ],
    Department.VETERANS_AFFAIRS: [
        "veteran_kind",
        "has_veteran_card",
        "enlisted_on",
        "discharged_on",
    ],
}
WAYS, WAY_SHARES = ("sms", "phone", "letter"), (0.6, 0.25, 0.15)


def fill(size: int, at: datetime, seed: int = 7) -> int:
    """Residents, deaths, records of every department, whole lists; gives the records."""
    people = fill_people(size, at, seed)
    records = 0
    for department, names in LISTS.items():
        rows = _records(people, department, names, at)
        copy_in("eligibility_record", rows)
        records += rows.height
    whole = pl.DataFrame({"department": [d.value for d in LISTS]})
    copy_in("eligibility_coverage", whole.with_columns(whole_since=moment(at)))
    with transaction.atomic(), connection.cursor() as cursor:
        take_time(cursor.cursor)
        cursor.execute("ANALYZE")
    return records


def fill_people(size: int, at: datetime, seed: int = 7) -> pl.DataFrame:
    """Residents and deaths; gives the people with their keys and all their facts."""
    people = _placed(People(size, seed).frame(), seed)
    copy_in("residents_resident", _residents(people, at, seed))
    copy_in("residents_status", _deaths(people, at))
    return people


def _placed(people: pl.DataFrame, seed: int) -> pl.DataFrame:
    """With keys of our own and villages that there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM offices_division WHERE code ~ '^4306[0-9]{8}$'")
        villages = pl.Series([row[0] for row in cursor.fetchall()])
    turns = np.random.default_rng(seed).integers(0, len(villages), people.height)
    village = villages.gather(turns)
    return people.with_columns(
        person_id=keys(people.height), registered_division=village, resident_division=village
    )


def keys(count: int) -> pl.Series:
    """New keys of rows."""
    return pl.Series([str(new_key()) for _ in range(count)])


def moment(at: datetime) -> pl.Expr:
    """As PostgreSQL reads it."""
    return pl.lit(at.isoformat())


def _residents(people: pl.DataFrame, at: datetime, seed: int) -> pl.DataFrame:
    chance = np.random.default_rng(seed)
    way = pl.Series(WAYS).gather(chance.choice(3, people.height, p=WAY_SHARES))
    phones = [f"1390000{turn % 10_000:04d}" for turn in range(people.height)]
    keys = people["person_id"]
    sealed = [hexed(seal(p, "resident.phone", k)) for p, k in zip(phones, keys, strict=True)]
    indexes = {phone: hexed(phone_index(phone)) for phone in set(phones)}
    return people.select(
        id="person_id",
        name=pl.format("测试{}", pl.int_range(pl.len())),
        birth_on="birth_date",
        sex=pl.col("sex").fill_null(""),
        registered_division_id="registered_division",
        resident_division_id="resident_division",
        needs=pl.lit("{}"),
        dialect=pl.lit(""),
        tell_by=way,
        tell_relative_too=pl.lit(False),
        care=pl.lit("{}"),
        phone_sealed=pl.Series(sealed),
        phone_index=pl.Series([indexes[phone] for phone in phones]),
        phone_masked=pl.lit("139****0000"),
        search_keys=pl.lit("{}"),
        is_complete=pl.lit(True),
        created_at=moment(at),
    )


def hexed(content: bytes) -> str:
    """Bytes as PostgreSQL reads them."""
    return f"\\x{content.hex()}"


def _deaths(people: pl.DataFrame, at: datetime) -> pl.DataFrame:
    dead = people.filter(pl.col("death_date").is_not_null())
    return dead.select(
        id=keys(dead.height),
        resident_id="person_id",
        kind=pl.lit("deceased"),
        category=pl.lit(""),
        valid_from="death_date",
        source=pl.lit("import"),
        evidence=pl.lit(""),
        recorded_at=moment(at),
    )


def _records(
    people: pl.DataFrame, department: Department, names: Sequence[str], at: datetime
) -> pl.DataFrame:
    """Of those of whom the department says more than of anybody."""
    nothing: dict[str, Any] = NOT_LISTED.get(department, {})
    says = [
        pl.col(name).is_not_null() & (pl.col(name) != pl.lit(nothing[name]))
        if name in nothing
        else pl.col(name).is_not_null()
        for name in names
    ]
    listed = people.filter(pl.any_horizontal(says))
    return listed.select(
        id=keys(listed.height),
        resident_id="person_id",
        department=pl.lit(department.value),
        facts=pl.struct(names).struct.json_encode(),
        valid_from=pl.lit(at.date()),
        recorded_at=moment(at),
    )


def copy_in(table: str, rows: pl.DataFrame) -> None:
    """Writes a frame whose columns are those of the table."""
    names = ", ".join(rows.columns)
    sql = f"COPY {table} ({names}) FROM STDIN (FORMAT csv{_texts(rows)})"
    with transaction.atomic(), connection.cursor() as cursor:
        take_time(cursor.cursor)
        with cursor.cursor.copy(sql) as copy:
            for part in rows.iter_slices(50_000):
                copy.write(part.write_csv(include_header=False).encode())


def _texts(rows: pl.DataFrame) -> str:
    """An empty text is a text, not NULL."""
    texts = [name for name in rows.columns if name in ("sex", "category", "evidence", "dialect")]
    return f", FORCE_NOT_NULL ({', '.join(texts)})" if texts else ""
