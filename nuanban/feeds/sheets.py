"""Spreadsheets and Parquet as records. Formulas are never run: cells hold what was last shown."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import polars as pl
import python_calamine

from nuanban.feeds.csv_records import Record, written
from nuanban.feeds.enums import Format
from nuanban.lib.errors import Refusal

MOST_UNPACKED = 600_000_000
# Integers beyond this lose digits in a spreadsheet.
EXACT = 10**15
ROWS_AT_ONCE = 5_000


class SheetBroken(Refusal):
    """表格打不开，可能没有传完或已损坏，整份没有收。请重新导出后再送。"""


class SheetTooLarge(Refusal):
    """表格展开以后太大，请改送 CSV 或 Parquet。"""


def records(found: Format, content: bytes) -> Iterator[Record]:
    """Rows with their cells as text, the header first."""
    rows = _parquet(content) if found == Format.PARQUET else _sheet(content)
    for number, cells in enumerate(rows, start=1):
        yield Record(number, written(cells).encode(), cells, None, number)


def _sheet(content: bytes) -> Iterator[list[str]]:
    if content.startswith(b"PK"):
        _refuse_bombs(content)
    try:
        book = python_calamine.load_workbook(BytesIO(content))
        rows = book.get_sheet_by_index(0).iter_rows()
    except (python_calamine.CalamineError, ValueError, IndexError, OSError):
        raise SheetBroken from None
    return ([_text(cell) for cell in row] for row in rows)


def _refuse_bombs(content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
    except (BadZipFile, ValueError, OSError):
        raise SheetBroken from None
    if unpacked > MOST_UNPACKED:
        raise SheetTooLarge


def _parquet(content: bytes) -> Iterator[list[str]]:
    try:
        frame = pl.read_parquet(BytesIO(content))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError):
        raise SheetBroken from None
    return _rows(frame)


def _rows(frame: pl.DataFrame) -> Iterator[list[str]]:
    yield list(frame.columns)
    for piece in frame.iter_slices(ROWS_AT_ONCE):
        for row in piece.iter_rows():
            yield [_text(cell) for cell in row]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)) if abs(cell) < EXACT else f"{cell:.5E}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else _plain(cell)


def _plain(cell: object) -> str:
    return "" if isinstance(cell, timedelta) else str(cell)
