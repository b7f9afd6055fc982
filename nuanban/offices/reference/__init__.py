"""Reference lists that ship with the offices: divisions and the working-day calendar."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar

from nuanban.offices.enums import DivisionLevel

FOLDER = Path(__file__).parent
FIRST_YEAR = 2024
CALENDAR_SOURCE = "国务院办公厅放假安排"


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of a reference list; the first line says where it comes from."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        next(file)
        yield from csv.DictReader(file)


def _point(row: dict[str, str]) -> dict[str, float | None]:
    found = row["latitude"] and row["longitude"]
    return {
        "latitude": float(row["latitude"]) if found else None,
        "longitude": float(row["longitude"]) if found else None,
    }


def divisions() -> Iterator[dict[str, Any]]:
    """Divisions, parents before children."""
    for row in rows("counties.csv"):
        level = DivisionLevel.COUNTY if row["parent"] else DivisionLevel.CITY
        yield {
            "code": row["code"],
            "name": row["name"],
            "level": level,
            "parent_id": row["parent"] or None,
            "point_source": "county seat",
            **_point(row),
        }
    for row in rows("townships.csv"):
        yield {
            "code": row["code"],
            "name": row["name"],
            "level": DivisionLevel.TOWNSHIP,
            "parent_id": row["county"],
            "point_source": row["point_source"],
            **_point(row),
        }
    for row in rows("villages.csv"):
        yield {
            "code": row["code"],
            "name": row["name"],
            "level": DivisionLevel.VILLAGE,
            "parent_id": row["code"][:9],
        }


def census_persons() -> dict[str, int]:
    """Residents by county code, census of 2020-11-01."""
    counted = {row["code"]: row["census_persons"] for row in rows("counties.csv")}
    return {code: int(people) for code, people in counted.items() if people}


def calendar_days() -> Iterator[dict[str, Any]]:
    """Days of the published years that are not what their weekday says."""
    # Make-up days follow the last holiday of a published year.
    last = date(max(chinese_calendar.constants.holidays).year, 12, 31)
    day = date(FIRST_YEAR, 1, 1)
    while day <= last:
        works = chinese_calendar.is_workday(day)
        if works != (day.weekday() < 5):
            _, name = chinese_calendar.get_holiday_detail(day)
            yield {
                "day": day,
                "is_working": works,
                "name": "调休上班" if works else _holiday_name(name),
                "source": CALENDAR_SOURCE,
            }
        day += timedelta(days=1)


_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


def _holiday_name(name: str | None) -> str:
    return _NAMES.get(name or "", name or "节假日")
