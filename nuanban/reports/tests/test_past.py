"""Past servings come in from a table; the Yueyang figure must come out as it was published."""

from io import BytesIO, StringIO

import pytest
import xlsxwriter

from nuanban.cases import actions as cases
from nuanban.reports.figures import Filter, figures
from nuanban.reports.past import TableUnreadable, WrongHeader, read_table
from tests.cast import SITE, Cast

# Published by the city on 2022-09-06: people served since the action began.
PUBLISHED = {"专区办": 597, "上门办": 196, "帮代办": 643, "免申办": 4_374, "贴心办": 2_791}


def table(rows: dict[str, int]) -> str:
    """The city's figures as a list."""
    lines = ["日期,服务方式,场所,事项,人群,人次,备注"]
    lines += [f"2022-09-06,{name},{SITE},,,{n},岳阳公布" for name, n in rows.items()]
    return "\n".join(lines) + "\n"


def read(content: bytes) -> object:
    """Reads a table for the hall of the tests."""
    return read_table(content, sites={SITE}, items={"SG-MZ-01"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_published_figures_add_up_to_8601(cast: Cast, encoding: str) -> None:
    reading = read_table(table(PUBLISHED).encode(encoding), sites={SITE}, items=set())
    assert not reading.faults
    assert cases.import_servings(reading.rows, by=cast.by(), at=cast.at) == 5
    assert cases.import_servings(reading.rows, by=cast.by(), at=cast.at) == 0
    found = figures(Filter())
    assert [people for _, people in found.totals.cells[:5]] == [597, 196, 643, 4_374, 2_791]
    assert found.totals.total == 8_601
    assert sum(line.total for line in found.sites) == 8_601
    assert sum(line.total for line in found.days) == 8_601


def test_an_office_table_is_read_as_well(cast: Cast) -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(StringIO(table(PUBLISHED))):
            sheet.write_row(number, 0, line.strip().split(","))
    reading = read_table(made.getvalue(), sites={SITE}, items=set())
    assert reading.people == 8_601


def test_a_wrong_header_is_told_with_what_is_missing() -> None:
    with pytest.raises(WrongHeader, match="服务方式、人次"):
        read("日期,场所,数量\n".encode())


def test_every_bad_row_is_told_and_the_good_ones_stay() -> None:
    rows = [
        "日期,服务方式,场所,事项,人群,人次",
        f"2022-9-6,专区办,{SITE},,老|残,3",
        f"上个月,专区办,{SITE},,,3",
        f"2022-09-06,空中办,{SITE},,,3",
        "2022-09-06,专区办,999999-1,,,3",
        f"2022-09-06,专区办,{SITE},SG-XX-99,,3",
        f"2022-09-06,专区办,{SITE},,仙,3",
        f"2022-09-06,专区办,{SITE},,,三",
    ]
    reading = read_table("\n".join(rows).encode(), sites={SITE}, items=set())
    assert len(reading.rows) == 1
    assert [fault.row for fault in reading.faults] == [3, 4, 5, 6, 7, 8]
    assert "空中办" in reading.faults[1].why


def test_a_torn_workbook_is_told_in_words() -> None:
    with pytest.raises(TableUnreadable, match="另存为"):
        read(b"PK\x03\x04 torn")
