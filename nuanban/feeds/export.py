"""Files that go out: templates to fill in, and rows that wait. No cell is ever a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

import xlsxwriter

from nuanban.feeds.cells import how_to_write
from nuanban.feeds.kinds import FeedKind

_DANGEROUS = tuple("=+-@\t\r\0＝＋－＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
MARK = b"\xef\xbb\xbf"
WIDTH = 22
# Rows below the header that are text already, so that no spreadsheet spoils an ID number.
PREPARED = 2_000


def safe(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    text = text.replace("\0", "")
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows in UTF-8 with a mark, so that office programs read Chinese."""
    made = StringIO()
    csv.writer(made).writerows([safe(cell) for cell in row] for row in rows)
    return MARK + made.getvalue().encode()


def template_rows(kind: FeedKind) -> list[list[str]]:
    """The header and one example of somebody who does not exist."""
    return [[c.name for c in kind.columns], [c.example for c in kind.columns]]


def template_xlsx(kind: FeedKind) -> bytes:
    """A table to fill in; every column is text."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(kind.title[:31])
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"num_format": "@", "bold": True})
        sheet.set_column(0, len(kind.columns) - 1, WIDTH, text)
        for place, column in enumerate(kind.columns):
            sheet.write_string(0, place, column.name, bold)
            sheet.write_string(1, place, column.example, text)
            for row in range(2, PREPARED):
                sheet.write_blank(row, place, None, text)
        sheet.freeze_panes(1, 0)
        _explain(book.add_worksheet("怎么填"), kind)
    return made.getvalue()


def _explain(sheet: xlsxwriter.worksheet.Worksheet, kind: FeedKind) -> None:
    sheet.set_column(0, 3, WIDTH)
    sheet.write_row(0, 0, ["列", "必填", "怎么写", "也可以叫"])
    for place, column in enumerate(kind.columns, start=1):
        needed = "必填" if column.needed else ""
        ways = [column.name, needed, how_to_write(column), "、".join(column.also)]
        for cell, words in enumerate(ways):
            sheet.write_string(place, cell, words)
