"""What differs between one machine (Polars) and a cluster (PySpark): reading, lists, writing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import narwhals as nw

from nuanban.rulebook.wide import Frame


def as_frame(native: Any) -> Frame:
    """The frame of a library as ours."""
    frame: Frame = nw.from_native(native)
    return frame


class Engine(Protocol):
    """Where a sweep runs."""

    def read(self, path: Path) -> Frame:
        """A frame of a Parquet file, or of a folder of them."""
        ...

    def kept(self, frame: Frame) -> Frame:
        """The same frame, reckoned once and kept for several uses."""
        ...

    def complete(self, frame: Frame) -> frozenset[str]:
        """Columns of a kept frame in which nothing is missing, where that is known for nothing."""
        ...

    def listed(self, frame: Frame, target: str, names: Mapping[str, str]) -> Frame:
        """Adds a list column: the names whose column is true, in the order of `names`."""
        ...

    def write(self, frame: Frame, path: Path) -> int:
        """Writes Parquet (Spark: a folder); returns the number of rows."""
        ...


class PolarsEngine:
    """One machine, all its cores."""

    def read(self, path: Path) -> Frame:
        """Reads lazily: only the columns that are asked for."""
        import polars as pl

        files = path / "**/*.parquet" if path.is_dir() else path
        return as_frame(pl.scan_parquet(files, hive_partitioning=False))

    def kept(self, frame: Frame) -> Frame:
        """In memory."""
        return frame.collect("polars").lazy()

    def complete(self, frame: Frame) -> frozenset[str]:
        """Polars counts what is missing while it reads."""
        native: Any = frame.to_native()
        missing = native.null_count().collect().row(0, named=True)
        return frozenset(name for name, count in missing.items() if not count)

    def listed(self, frame: Frame, target: str, names: Mapping[str, str]) -> Frame:
        """Nothing listed is an empty list."""
        import polars as pl

        if names:
            parts = [pl.when(pl.col(c)).then(pl.lit(name)) for c, name in names.items()]
            found = pl.concat_list(parts).list.drop_nulls()
        else:
            found = pl.lit([], dtype=pl.List(pl.String))
        native: Any = frame.to_native()
        return as_frame(native.with_columns(found.alias(target)))

    def write(self, frame: Frame, path: Path) -> int:
        """One file."""
        whole: Any = frame.collect("polars").to_native()
        whole.write_parquet(path)
        return int(whole.height)
