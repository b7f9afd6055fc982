"""Figures equal their parts, and small ones stay hidden from the public."""

import csv
from io import BytesIO, StringIO

import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from nuanban.cases.enums import FIVE_CHANNELS
from nuanban.reports.export import as_csv, as_xlsx, safe_text
from nuanban.reports.figures import Figures, Line, hide_small

people = st.lists(st.integers(0, 40), min_size=5, max_size=5)


def line(counts: list[int]) -> Line:
    """A line with these people in the five channels."""
    return Line("k", "老", dict(zip((c.value for c in FIVE_CHANNELS), counts, strict=True)))


@given(people)
def test_no_small_cell_can_be_read_or_worked_out(counts: list[int]) -> None:
    ((_, cells, total),) = hide_small([line(counts)])
    for count, shown in zip(counts, cells, strict=True):
        if 0 < count < 5:
            assert shown == "少于 5"
    hidden = [n for n, shown in enumerate(cells) if not shown.isdigit()]
    if total.isdigit() and len(hidden) == 1:
        # Nothing else to hide behind: all other cells are zero, and the total would tell.
        others = [count for n, count in enumerate(counts) if n != hidden[0]]
        assert not any(others)


@given(st.text(max_size=12))
def test_no_cell_of_an_export_is_a_formula(text: str) -> None:
    assert not safe_text(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def test_codes_stay_text_in_both_exports() -> None:
    named = Line("430699195306010025", "=HYPERLINK()", {"zone": 7})
    found = Figures(named, [], [], [named], [])
    rows = list(csv.reader(StringIO(as_csv(found).decode("utf-8-sig"))))
    assert ["430699195306010025", "'=HYPERLINK()", "7", "0", "0", "0", "0", "0", "7"] in rows
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(as_xlsx(found)))
    cells = book.get_sheet_by_name("场所").to_python()[1]
    assert cells[:3] == ["430699195306010025", "=HYPERLINK()", 7.0]
