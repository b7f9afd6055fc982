"""Figures as XLSX and CSV: text stays text, no cell is ever a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

import xlsxwriter

from nuanban.cases.enums import Channel
from nuanban.reports.figures import DEFINITIONS, Figures, Line

_DANGEROUS = tuple("=+-@\t\r\0＝＋－＠")
HEAD = ["代码", "名称", *(str(c.label) for c in Channel), "五办合计"]


def safe_text(value: object) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    text = str(value).replace("\0", "")
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _row(line: Line) -> list[object]:
    return [line.key, line.label, *(people for _, people in line.cells), line.total]


def _sheets(found: Figures) -> Iterable[tuple[str, Sequence[Line]]]:
    yield "合计", [found.totals]
    yield "人群", found.groups
    yield "事项", found.items
    yield "场所", found.sites
    yield "日期", found.days


def as_xlsx(found: Figures) -> bytes:
    """One sheet a table, and one with the definitions."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for name, lines in _sheets(found):
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 1, 26)
            sheet.write_row(0, 0, HEAD, bold)
            for number, line in enumerate(lines, start=1):
                _write(sheet, number, _row(line))
        notes = book.add_worksheet("口径")
        for number, words in enumerate(DEFINITIONS.values()):
            notes.write_string(number, 0, words)
    return made.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, number: int, row: Sequence[object]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, int):
            sheet.write_number(number, column, value)
        else:
            sheet.write_string(number, column, str(value))


def as_csv(found: Figures) -> bytes:
    """All tables below each other, UTF-8 with a mark so that office programs read Chinese."""
    made = StringIO()
    writer = csv.writer(made)
    for name, lines in _sheets(found):
        writer.writerow([name])
        writer.writerow(HEAD)
        for line in lines:
            row = _row(line)
            writer.writerow([v if isinstance(v, int) else safe_text(v) for v in row])
        writer.writerow([])
    return b"\xef\xbb\xbf" + made.getvalue().encode()
