"""The ten policies written by hand in NumPy: the meaning that every engine is held to.

Per policy a flag, fen, and a byte with one bit for each condition that holds.
"""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.rulebook.ten.sums import Sums
from bench.rulebook.ten.vocabulary import DAY

Column = NDArray[Any]
TODAY = np.datetime64(DAY, "D")


class Result(NamedTuple):
    """One policy."""

    holds: Column
    fen: Column
    bits: Column
    conditions: int


def born(years: int) -> np.datetime64:
    """The latest day of birth of those who are that old."""
    return np.datetime64(date(DAY.year - years, DAY.month, DAY.day), "D")


def result(conditions: list[Column], fen: Any) -> Result:
    """A policy that asks for all of its conditions."""
    bits = conditions[0].astype(np.uint8)
    for turn, condition in enumerate(conditions[1:], 1):
        bits |= condition.view(np.uint8) << np.uint8(turn)
    holds = bits == (1 << len(conditions)) - 1
    return Result(holds, np.where(holds, fen, 0).astype(np.int32), bits, len(conditions))


class City:
    """What several policies ask."""

    def __init__(self, people: dict[str, Column]) -> None:
        self.of = people
        hukou = people["hukou"]
        self.local: Column = (hukou >= 330100) & (hukou <= 330199)
        self.lives_here: Column = self.local | people["has_permit"]
        self.alive: Column = ~people["deceased"]
        self.home: Column = ~people["in_institution"]
        self.certificate: Column = people["disability_expires_on"] > TODAY
        self.sixty: Column = people["birth_date"] <= born(60)

    def ends(self, name: str, ahead: int) -> Column:
        """Whether a day is near."""
        day = self.of[name]
        found: Column = (day >= TODAY) & (day <= TODAY + np.timedelta64(ahead, "D"))
        return found

    def by_level(self, first: int, second: int, other: int) -> Column:
        """Fen by level of disability, in 32 bits."""
        level = self.of["disability_level"]
        inner = np.where(level == 2, np.int32(second), np.int32(other))
        return np.where(level == 1, np.int32(first), inner)


def judged(people: dict[str, Column]) -> list[Result]:
    """All ten, in the order of their files."""
    city = City(people)
    return [
        *(old_age(city), disability_living(city), disability_care(city), resident_pension(city)),
        *(utilities(city), transit(city), renewal(city), childcare(city)),
        *(veterans(city), maternity(city)),
    ]


def old_age(city: City) -> Result:
    """By three ages."""
    day = city.of["birth_date"]
    inner = np.where(day <= born(90), np.int32(30000), np.int32(10000))
    fen = np.where(day <= born(100), np.int32(80000), inner)
    rich = city.of["low_income"] != 3
    return result([city.local, day <= born(80), city.alive, rich], fen)


def disability_living(city: City) -> Result:
    """For disabled people with low income."""
    low, level = city.of["low_income"], city.of["disability_level"]
    conditions = [
        *(city.local, city.alive, city.of["disability_category"] > 0),
        *((low == 1) | (low == 2), (level <= 2) | (low == 1), city.home, city.certificate),
    ]
    return result(conditions, city.by_level(18000, 15000, 10000))


def disability_care(city: City) -> Result:
    """For those who need care and have none paid otherwise."""
    level, category = city.of["disability_level"], city.of["disability_category"]
    first = (level >= 1) & (level <= 2)
    severe = first | ((level >= 3) & ((category == 5) | (category == 6)))
    no_care = ~(city.sixty & (city.of["care_grade"] > 0))
    injury = ~city.of["work_injury_care"]
    conditions = [city.local, city.alive, severe, city.home, injury, city.certificate, no_care]
    return result(conditions, city.by_level(20000, 12000, 8000))


def resident_pension(city: City) -> Result:
    """By years of contribution."""
    years = city.of["contribution_years"].astype(np.int32)
    paid = (years >= 15) | (city.of["birth_date"] <= np.datetime64("1951-06-30"))
    conditions = [city.local, city.alive, city.sixty, paid, city.of["pension"] == 0]
    return result(conditions, 19000 + 500 * np.maximum(years - 15, 0))


def utilities(city: City) -> Result:
    """Of a household; its head gets it."""
    household, alive = city.of["household_id"], city.alive
    count = int(household.max()) + 1
    size = np.bincount(household[alive], minlength=count)
    dibao = (city.of["low_income"] == 1) & alive
    has_dibao = np.zeros(count, bool)
    has_dibao[household[dibao]] = True
    lived_on = np.where(alive, city.of["income_fen"], 0)
    income = np.bincount(household, weights=lived_on, minlength=count)
    is_poor = income < 130000 * size
    fen = (1500 * np.minimum(size, 5)).astype(np.int32)
    conditions = [city.of["is_head"], has_dibao[household], is_poor[household], city.local]
    return result(conditions, fen[household])


def transit(city: City) -> Result:
    """A card for those who have none."""
    none = ~(city.of["transit_expires_on"] >= TODAY)
    conditions = [city.lives_here, city.alive, city.of["birth_date"] <= born(65), none]
    return result(conditions, np.int32(6000))


def renewal(city: City) -> Result:
    """How many papers end soon."""
    names = ("disability_expires_on", "transit_expires_on", "dibao_expires_on")
    one, two, three = (city.ends(name, 30) for name in names)
    count = one.astype(np.int32) + two + three
    return result([city.alive, count > 0], count)


def childcare(city: City) -> Result:
    """Under three."""
    return result([city.local, city.of["birth_date"] > born(3), city.alive], np.int32(30000))


def veterans(city: City) -> Result:
    """By kind and years of service."""
    kind = city.of["military"]
    years = 5000 * np.minimum(city.of["service_years"].astype(np.int32), 20)
    fen = np.where(kind == 1, years, np.where(kind == 2, np.int32(120000), np.int32(90000)))
    suits = (kind >= 2) | (city.sixty & (city.of["pension"] != 1))
    return result([city.local, city.alive, kind > 0, suits], fen)


def maternity(city: City) -> Result:
    """Once, before birth."""
    woman = city.of["sex"] == 2
    return result([city.lives_here, woman, city.ends("due_on", 280), city.alive], np.int32(140000))


class ByNumpy:
    """NumPy, written by hand."""

    def read(self, path: Path) -> None:
        """One file per column, below the name of the Parquet file."""
        folder = path.with_suffix("")
        self.people = {file.stem: np.load(file) for file in sorted(folder.glob("*.npy"))}

    def judge(self) -> list[Result]:
        """All results in memory."""
        return judged(self.people)

    def sums(self, results: list[Result]) -> Sums:
        """To compare."""
        return [
            [
                *(int(one.holds.sum()), int(one.fen.astype(np.int64).sum())),
                *(int(((one.bits >> turn) & 1).sum()) for turn in range(one.conditions)),
            ]
            for one in results
        ]
