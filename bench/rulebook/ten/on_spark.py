"""The same policy files on Spark: read, judged and thrown away (`noop`), as a job would."""

from pathlib import Path
from typing import Any

import polars as pl

from bench.rulebook.ten.ours import book, judged, with_households
from bench.rulebook.ten.sums import Sums, sums_of_columns
from nuanban.rulebook.spark import SparkEngine


class OnSpark:
    """`nuanban.rulebook` on PySpark with two local cores."""

    def __init__(self) -> None:
        self.engine = SparkEngine("local[2]")

    def read(self, path: Path) -> None:
        """Where it lies: Spark reads while it judges."""
        self.path = path

    def judge(self) -> Any:
        """Every column is reckoned, nothing is kept."""
        facts = self.engine.read(self.path)
        result: Any = judged(with_households(facts), self.engine).to_native()
        result.write.format("noop").mode("overwrite").save()
        return result

    def sums(self, result: Any) -> Sums:
        """To compare."""
        frame = pl.DataFrame(pl.from_arrow(result.toArrow()))
        return sums_of_columns(book(), frame)
