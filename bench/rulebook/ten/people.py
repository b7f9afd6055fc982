"""A city for the ten policies: 21 columns in narrow types, households of 2.6 people."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.rulebook.ten.vocabulary import DAY, NEVER

Column = NDArray[Any]
TODAY, NO_DAY = np.datetime64(DAY, "D"), np.datetime64(NEVER, "D")
IN_HOUSEHOLD = 2.6


class TenPeople:
    """Draws the columns; the same size and seed always give the same people."""

    def __init__(self, size: int, seed: int) -> None:
        self.size, self.chance = size, np.random.default_rng(seed)
        group = self.chance.choice(5, size, p=[0.16, 0.62, 0.12, 0.07, 0.03])
        least, most = np.array([0, 18, 60, 68, 80])[group], np.array([18, 60, 68, 80, 104])[group]
        self.age: Column = least + (most - least) * self.chance.random(size)
        households = int(size / IN_HOUSEHOLD) + 1
        self.household: Column = self.chance.integers(0, households, size).astype(np.int32)
        self.poverty: Column = self.chance.choice(4, households, p=[0.955, 0.02, 0.02, 0.005])

    def frame(self) -> pl.DataFrame:
        """All columns."""
        columns = self._household() | self._disability() | self._work() | self._days()
        return pl.DataFrame({name: self._narrow(column) for name, column in columns.items()})

    def _narrow(self, column: Column) -> Column:
        if column.dtype.kind != "i":
            return column
        small = (np.int8, np.int32)[int(column.max(initial=0) > 127)]
        return column.astype(small)

    def _share(self, share: Any) -> Column:
        found: Column = self.chance.random(self.size) < share
        return found

    def _among(self, where: Column, least: int, most: int) -> Column:
        return np.where(where, self.chance.integers(least, most, self.size), 0)

    def _day(self, where: Column, least: int, most: int) -> Column:
        ahead = self.chance.integers(least, most, self.size).astype("timedelta64[D]")
        return np.where(where, TODAY + ahead, NO_DAY).astype("datetime64[D]")

    def _household(self) -> dict[str, Column]:
        first = np.full(self.household.max() + 1, self.size)
        np.minimum.at(first, self.household, np.arange(self.size))
        self.low: Column = self.poverty[self.household]
        local = self._share(0.85)
        elsewhere = self.chance.choice([340100, 410300, 360700, 522300], self.size)
        town = self.chance.integers(2, 28, self.size)
        return {
            "household_id": self.household,
            "is_head": first[self.household] == np.arange(self.size),
            "hukou": np.where(local, 330100, elsewhere) + town,
            "has_permit": ~local & self._share(0.6),
            "low_income": self.low,
        }

    def _disability(self) -> dict[str, Column]:
        self.disabled: Column = self._share(np.where(self.age > 60, 0.12, 0.045))
        return {
            "deceased": self._share(0.004),
            "sex": self.chance.integers(1, 3, self.size),
            "disability_category": self._among(self.disabled, 1, 8),
            "disability_level": self._among(self.disabled, 1, 5),
            "in_institution": self._share(0.004),
            "work_injury_care": self._share(0.002),
            "care_grade": self._among((self.age >= 60) & self._share(0.08), 1, 4),
        }

    def _work(self) -> dict[str, Column]:
        poor, rich = self.chance.integers(0, 1500, self.size), self.chance.gamma(2, 2200, self.size)
        income = np.where(self.low > 0, poor, rich).astype(np.int64) * (self.age >= 18)
        served = self._share(0.02)
        return {
            "income_fen": income * 100,
            "pension": self.chance.choice(3, self.size, p=[0.3, 0.6, 0.1]),
            "contribution_years": self.chance.normal(16, 7, self.size).clip(0, 42).astype(np.int64),
            "military": self._among(served, 1, 4),
            "service_years": self._among(served, 1, 31),
        }

    def _days(self) -> dict[str, Column]:
        days = (self.age * 365.25).astype("timedelta64[D]")
        expecting = (self.age > 20) & (self.age < 42) & self._share(0.015)
        return {
            "birth_date": (TODAY - days).astype("datetime64[D]"),
            "disability_expires_on": self._day(self.disabled, -200, 3600),
            "due_on": self._day(expecting, -30, 281),
            "transit_expires_on": self._day((self.age >= 65) & self._share(0.8), -300, 1800),
            "dibao_expires_on": self._day(self.low > 0, -20, 360),
        }
