"""Every shipped policy over a whole city: the sweep with its rows, and the columns alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl

from nuanban.rulebook.book import load_book
from nuanban.rulebook.engines import PolarsEngine, as_frame
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.judge import Judge
from nuanban.rulebook.people import checked_frame
from nuanban.rulebook.sweep import Wish, sweep
from nuanban.rulebook.wide import make_ready

DAY, PLACE = date(2026, 11, 22), "430600"


class People:
    """Checked people in memory, and the book made ready for them."""

    def read(self, path: Path) -> None:
        """Checked and in memory."""
        self.wide = make_ready(load_book(), DAY, PLACE)
        frame = checked_frame(PolarsEngine().read(path), self.wide.facts(), CITY, DAY)
        self.facts: Any = PolarsEngine().kept(frame).to_native()
        complete = PolarsEngine().complete(as_frame(self.facts))
        self.wide = make_ready(self.wide.book, DAY, PLACE, complete)


class Verdicts(People):
    """The columns alone: who gets what, and which condition fails, of people in memory."""

    def judge(self) -> int:
        """All columns in memory; gives how many people."""
        judged: Any = self.wide.verdicts(as_frame(self.facts), failed=True).collect("polars")
        return int(judged.to_native().height)

    def sums(self, people: int) -> int:
        """How many people."""
        return people


class Sweep(People):
    """Rows for everybody who gets something or about whom facts are missing."""

    def judge(self) -> pl.DataFrame:
        """All rows in memory."""
        wish = Wish(DAY, PLACE)
        rows: Any = sweep(load_book(), as_frame(self.facts), wish, PolarsEngine())
        found = rows.collect("polars").to_native()
        assert isinstance(found, pl.DataFrame)
        return found

    def sums(self, rows: pl.DataFrame) -> dict[str, int]:
        """Rows by verdict."""
        counted = rows.group_by("verdict").len().sort("verdict")
        return dict(counted.iter_rows())


def one_by_one(path: Path, people: int = 1_000) -> Iterator[float]:
    """Seconds of each person judged on all policies with reasons, after the first few."""
    judge = Judge(load_book(), DAY, PLACE)
    asked = pl.read_parquet(path, n_rows=people).to_dicts()
    for turn, person in enumerate([*asked[:50], *asked]):
        begun = perf_counter()
        judge.judge(person)
        if turn >= 50:
            yield perf_counter() - begun
