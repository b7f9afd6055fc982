"""A city in the vocabulary of the contract; shares as the censuses and surveys give them.

Fast and plain, for sizes up to millions. The demo city has people with names and families.
"""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Column = NDArray[Any]
TODAY = np.datetime64("2026-11-22", "D")
COUNTIES = ("430602", "430603", "430611", "430621", "430623", "430624", "430626", "430681")
# Thousands of people of each county, 2020.
COUNTY_SIZES = (970, 154, 202, 566, 564, 584, 949, 632)
# 0-14, 15-59, 60-64, 65-69, 70-74, 75-79, 80-84, 85-89, 90-94, 95-99, 100+
LEAST_AGE = (0, 15, 60, 65, 70, 75, 80, 85, 90, 95, 100)
AGE_SHARES = (17.2, 61.3, 5.98, 6.02, 4.04, 2.54, 1.66, 0.88, 0.30, 0.067, 0.01)
CATEGORY_SHARES = (0.105, 0.085, 0.015, 0.55, 0.10, 0.11, 0.035)
LEVEL_SHARES = (0.18, 0.27, 0.25, 0.30)
HOLDERS = 0.027
UNKNOWN = 0.03


def _shares(parts: Any) -> Column:
    found: Column = np.asarray(parts, dtype=float)
    found /= found.sum()
    return found


class People:
    """Draws the columns; the same size and seed always give the same people."""

    def __init__(self, size: int, seed: int) -> None:
        self.size, self.chance = size, np.random.default_rng(seed)
        group = self.chance.choice(len(LEAST_AGE), size, p=_shares(AGE_SHARES))
        ends = np.array([*LEAST_AGE[1:], 105])
        least, most = np.array(LEAST_AGE)[group], ends[group]
        self.age: Column = least + (most - least) * self.chance.random(size)
        self.holds: Column = self._share(np.where(self.age >= 60, 0.066, 0.016))

    def frame(self) -> pl.DataFrame:
        """One row per person with all facts; a few are unknown."""
        parts = (self._who(), self._disability(), self._means(), self._pension(), self._more())
        return pl.DataFrame([column.alias(name) for part in parts for name, column in part.items()])

    def _share(self, share: Any) -> Column:
        found: Column = self.chance.random(self.size) < share
        return found

    def _column(self, values: Any, where: Column | None = None) -> pl.Series:
        """Known where `where` holds, but for a few."""
        known = ~self._share(UNKNOWN)
        known = known if where is None else where & known
        return pl.select(pl.when(pl.Series(known)).then(pl.Series(values))).to_series()

    def _day(self, least: int, most: int) -> Column:
        ahead = self.chance.integers(least, most, self.size).astype("timedelta64[D]")
        return (TODAY + ahead).astype("datetime64[D]")

    def _pick(self, words: tuple[str, ...], shares: Any) -> pl.Series:
        turns = pl.Series(self.chance.choice(len(words), self.size, p=_shares(shares)))
        return pl.Series(words).gather(turns)

    def _who(self) -> dict[str, pl.Series]:
        birth = (TODAY - (self.age * 365.25).astype("timedelta64[D]")).astype("datetime64[D]")
        county = self._pick(COUNTIES, COUNTY_SIZES)
        village = pl.Series(self.chance.integers(1001, 15020, self.size)).cast(pl.String)
        code = county + village.str.zfill(6)
        everybody = np.ones(self.size, bool)
        dead = self._share(0.004)
        return {
            "person_id": pl.int_range(self.size, eager=True).cast(pl.String),
            "household_id": pl.Series(self.chance.integers(0, self.size // 2 + 1, self.size)).cast(
                pl.String
            ),
            "birth_date": pl.Series(birth),
            "death_date": pl.select(
                pl.when(pl.Series(dead)).then(pl.Series(self._day(-300, 0)))
            ).to_series(),
            "sex": self._column(self._pick(("male", "female"), (51, 49)), everybody),
            "registered_division": code,
            "resident_division": self._column(code),
            "registered_since": self._column(self._day(-20000, 0)),
            "registration_kind": self._column(self._pick(("urban", "rural"), (62, 38))),
        }

    def _disability(self) -> dict[str, pl.Series]:
        holds, size = self.holds, self.size
        category = self.chance.choice(7, size, p=_shares(CATEGORY_SHARES)) + 1
        level = self.chance.choice(4, size, p=_shares(LEVEL_SHARES)) + 1
        frail = (self.age >= 60) & self._share(0.116)
        ability = np.where(frail, self.chance.integers(1, 5, size), 0)
        return {
            "has_disability_certificate": pl.Series(holds),
            "disability_category": self._column(category, holds),
            "disability_level": self._column(level, holds),
            "disability_expires_on": self._column(self._day(-200, 3600), holds),
            "ability_level": self._column(ability),
            "work_injury_care": self._column(self._share(0.001)),
        }

    def _means(self) -> dict[str, pl.Series]:
        kinds = ("none", "dibao", "tekun", "marginal", "rigid", "antireturn", "orphan")
        aid = self._pick(kinds, (95.5, 2.4, 0.4, 0.9, 0.3, 0.4, 0.01))
        poor, rich = (
            self.chance.integers(0, 70_000, self.size),
            self.chance.gamma(2, 1e5, self.size),
        )
        income = np.where((aid != "none").to_numpy(), poor, rich).astype(np.int64)
        homes = {name: self._column(self._share(0.4)) for name in ("electricity", "water", "gas")}
        return {
            "aid_kind": self._column(aid),
            "household_income_fen": self._column(income),
            "orphan_support": self._column((aid == "orphan").to_numpy()),
            **{f"{name}_account": column for name, column in homes.items()},
        }

    def _pension(self) -> dict[str, pl.Series]:
        old = self.age >= 60
        kind = self._pick(("none", "resident", "employee", "civil"), (22, 48, 24, 6))
        years = self.chance.normal(14, 7, self.size).clip(0, 42).astype(np.int64)
        return {
            "pension_kind": self._column(kind),
            "pension_contribution_years": self._column(years),
            "pension_receiving": self._column(old & (kind != "none").to_numpy()),
            "pension_certified_on": self._column(self._day(-500, 0), old),
            "insured_year": self._column(self.chance.integers(2023, 2028, self.size)),
        }

    def _more(self) -> dict[str, pl.Series]:
        kinds = ("none", "veteran", "martyr_family", "other_family")
        served = self._share(0.0005) & (self.age > 17) & (self.age < 24)
        drives = (self.age > 18) & self._share(np.where(self.age < 70, 0.4, 0.015))
        expecting = (self.age > 20) & (self.age < 42) & self._share(0.006)
        return {
            "veteran_kind": self._column(self._pick(kinds, (96.9, 3, 0.05, 0.05))),
            "has_veteran_card": self._column(self._share(0.02)),
            "enlisted_on": self._column(self._day(-900, -20), served),
            "discharged_on": self._column(self._day(-200, 0), served & self._share(0.2)),
            "licence_class": self._column(self._pick(("C1", "C2", "C5", "none"), (40, 8, 1, 51))),
            "licence_first_issued_on": self._column(self._day(-15000, -200), drives),
            "licence_medical_on": self._column(self._day(-700, 0), drives),
            "pregnancy_due_on": self._column(self._day(-30, 280), expecting),
            "children_under_3": self._column(
                self.chance.choice(3, self.size, p=[0.94, 0.05, 0.01])
            ),
        }
