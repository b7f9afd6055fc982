"""Files of people, made once for a size."""

from pathlib import Path

import numpy as np
import polars as pl

SEED = 7


def ten_file(folder: Path, size: int) -> Path:
    """People for the ten policies: Parquet, and beside it a folder of NumPy columns."""
    from bench.rulebook.ten.people import TenPeople

    path = folder / f"ten_{size}.parquet"
    if not path.exists():
        frame = TenPeople(size, SEED).frame()
        path.with_suffix("").mkdir(exist_ok=True)
        for column in frame:
            np.save(path.with_suffix("") / f"{column.name}.npy", _plain(column))
        frame.write_parquet(path)
    return path


def _plain(column: pl.Series) -> np.ndarray:
    values = column.to_numpy()
    return values.astype("datetime64[D]") if column.dtype == pl.Date else values


def city_file(folder: Path, size: int) -> Path:
    """People with every fact of the contract."""
    from bench.rulebook.people import People

    path = folder / f"city_{size}.parquet"
    if not path.exists():
        People(size, SEED).frame().write_parquet(path)
    return path
