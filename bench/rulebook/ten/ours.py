"""The ten policies read from their files and judged by the rulebook, with Polars or Spark."""

from functools import cache
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from bench.rulebook.ten.sums import Sums, sums_of_columns
from bench.rulebook.ten.vocabulary import DAY, PLACE, TEN
from nuanban.rulebook.book import Book, policy_folders
from nuanban.rulebook.engines import Engine, PolarsEngine, as_frame
from nuanban.rulebook.reading import Texts, read_policy
from nuanban.rulebook.wide import AMOUNT, HOLDS, Frame, Wide, column, failed_column, make_ready

HOME = Path(__file__).parent / "policies"


@cache
def book() -> Book:
    """The ten policies."""
    texts = (
        Texts(*((folder / f"{name}.toml").read_text("utf-8") for name in ("policy", "numbers")))
        for folder in policy_folders(HOME)
    )
    return Book([read_policy(text, TEN) for text in texts], TEN)


def with_households(frame: Frame) -> Frame:
    """Three facts of a household beside each of its people; the dead do not count."""
    lives = ~nw.col("deceased")
    one = nw.when(lives).then(nw.lit(1)).otherwise(nw.lit(0))
    income = nw.when(lives).then(nw.col("income_fen").cast(nw.Int64)).otherwise(nw.lit(0))
    facts = frame.group_by("household_id").agg(
        one.sum().cast(nw.Int64).alias("household_size"),
        (lives & (nw.col("low_income") == 1)).any().alias("household_has_dibao"),
        income.sum().alias("household_income_fen"),
    )
    return frame.join(facts, on="household_id", how="left")


@cache
def result_columns() -> list[str]:
    """Holds, amount and a bit for each condition, of each policy."""
    names = []
    for name, policy in book().items():
        names += [column(name, HOLDS), column(name, AMOUNT)]
        names += [failed_column(name, turn) for turn in range(len(policy.conditions))]
    return names


def households_of(people: pl.DataFrame) -> list[pl.Series]:
    """The same on one machine, where households are numbered."""
    household = people["household_id"].to_numpy().astype(np.intp)
    lives = ~people["deceased"].to_numpy()
    count = int(household.max()) + 1
    # Few have died: they are taken off again.
    size = np.bincount(household, minlength=count)
    size -= np.bincount(household[np.flatnonzero(~lives)], minlength=count)
    has_dibao = np.zeros(count, bool)
    has_dibao[household[np.flatnonzero(lives & (people["low_income"] == 1).to_numpy())]] = True
    income = np.where(lives, people["income_fen"].to_numpy(), 0)
    whole = np.bincount(household, weights=income, minlength=count).astype(np.int64)
    return [
        pl.Series("household_size", size.astype(np.int32)[household]),
        pl.Series("household_has_dibao", has_dibao[household]),
        pl.Series("household_income_fen", whole[household]),
    ]


@cache
def ready(complete: frozenset[str]) -> Wide:
    """The policies made ready once, as other engines make theirs."""
    return make_ready(book(), DAY, PLACE, complete)


def judged(frame: Frame, engine: Engine) -> Frame:
    """All verdict columns, of a frame with its households."""
    wide = ready(engine.complete(frame))
    return wide.verdicts(frame, failed=True).select(result_columns())


class Ours:
    """`nuanban.rulebook` on Polars."""

    def read(self, path: Path) -> None:
        """Into memory."""
        self.people = pl.read_parquet(path)

    def judge(self) -> pl.DataFrame:
        """All results in memory."""
        people = self.people.with_columns(households_of(self.people))
        facts = as_frame(people.lazy())
        result: Any = judged(facts, PolarsEngine()).collect("polars").to_native()
        assert isinstance(result, pl.DataFrame)
        return result

    def sums(self, result: pl.DataFrame) -> Sums:
        """To compare."""
        return sums_of_columns(book(), result)
