"""The ten policies written by hand in Polars: same meaning, same columns as ours."""

from collections.abc import Iterator
from functools import reduce
from pathlib import Path

import polars as pl

from bench.rulebook.ten.ours import book
from bench.rulebook.ten.sums import Sums, sums_of_columns
from bench.rulebook.ten.vocabulary import DAY
from bench.rulebook.ten.with_numpy import born
from nuanban.rulebook.wide import AMOUNT, HOLDS, column, failed_column

C = pl.col
Policy = tuple[list[pl.Expr], pl.Expr]
TODAY = pl.lit(DAY)
LOCAL = C("hukou").is_between(330100, 330199)
LIVES_HERE = LOCAL | C("has_permit")
ALIVE, HOME = ~C("deceased"), ~C("in_institution")
CERTIFICATE = C("disability_expires_on") > TODAY


def _born(years: int) -> pl.Expr:
    return C("birth_date") <= pl.lit(born(years).item())


def _ends(name: str, ahead: int) -> pl.Expr:
    return C(name).is_between(TODAY, TODAY + pl.duration(days=ahead))


def _fen(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.Int32)


def _by_level(first: int, second: int, other: int) -> pl.Expr:
    level = C("disability_level")
    return pl.when(level == 1).then(first).when(level == 2).then(second).otherwise(_fen(other))


def _policies() -> Iterator[Policy]:
    low, level, category = C("low_income"), C("disability_level"), C("disability_category")
    ages = pl.when(_born(100)).then(80000).when(_born(90)).then(30000).otherwise(_fen(10000))
    yield [LOCAL, _born(80), ALIVE, low != 3], ages
    poor = [low.is_in([1, 2]), (level <= 2) | (low == 1)]
    disabled = [LOCAL, ALIVE, category > 0, *poor, HOME, CERTIFICATE]
    yield disabled, _by_level(18000, 15000, 10000)
    severe = level.is_in([1, 2]) | ((level >= 3) & category.is_in([5, 6]))
    no_care = ~(_born(60) & (C("care_grade") > 0))
    cared = [LOCAL, ALIVE, severe, HOME, ~C("work_injury_care"), CERTIFICATE, no_care]
    yield cared, _by_level(20000, 12000, 8000)
    years = C("contribution_years").cast(pl.Int32)
    paid = (years >= 15) | (C("birth_date") <= pl.date(1951, 6, 30))
    more = 19000 + 500 * pl.max_horizontal(years - 15, 0)
    yield [LOCAL, ALIVE, _born(60), paid, C("pension") == 0], more
    size = C("household_size")
    line = C("household_income_fen") < 130000 * size
    yield [C("is_head"), C("household_has_dibao"), line, LOCAL], 1500 * pl.min_horizontal(size, 5)
    yield [LIVES_HERE, ALIVE, _born(65), C("transit_expires_on") < TODAY], _fen(6000)
    near = [_ends(f"{name}_expires_on", 30) for name in ("disability", "transit", "dibao")]
    yield [ALIVE, pl.any_horizontal(near)], pl.sum_horizontal(near)
    yield [LOCAL, ~_born(3), ALIVE], _fen(30000)
    yield _veterans()
    yield [LIVES_HERE, C("sex") == 2, _ends("due_on", 280), ALIVE], _fen(140000)


def _veterans() -> Policy:
    kind, years = C("military"), C("service_years").cast(pl.Int32)
    served = 5000 * pl.min_horizontal(years, 20)
    fen = pl.when(kind == 1).then(served).when(kind == 2).then(120000).otherwise(_fen(90000))
    suits = (kind >= 2) | (_born(60) & (C("pension") != 1))
    return [LOCAL, ALIVE, kind > 0, suits], fen


def _households() -> list[pl.Expr]:
    dibao, income = ALIVE & (C("low_income") == 1), C("income_fen").cast(pl.Int64)
    return [
        ALIVE.sum().cast(pl.Int32).alias("household_size"),
        dibao.any().alias("household_has_dibao"),
        pl.when(ALIVE).then(income).otherwise(0).sum().alias("household_income_fen"),
    ]


def columns() -> Iterator[pl.Expr]:
    """Per policy: holds, amount, and what fails."""
    for name, (conditions, fen) in zip(book(), _policies(), strict=True):
        yield reduce(lambda a, b: a & b, conditions).alias(column(name, HOLDS))
        yield fen.alias(column(name, AMOUNT))
        for turn, condition in enumerate(conditions):
            yield (~condition).alias(failed_column(name, turn))


class ByPolars:
    """Polars, written by hand."""

    def read(self, path: Path) -> None:
        """Into memory."""
        self.people = pl.read_parquet(path)

    def judge(self) -> pl.DataFrame:
        """All results in memory."""
        lazy = self.people.lazy()
        households = lazy.group_by("household_id").agg(_households())
        return lazy.join(households, on="household_id", how="left").select(*columns()).collect()

    def sums(self, result: pl.DataFrame) -> Sums:
        """To compare."""
        return sums_of_columns(book(), result)
