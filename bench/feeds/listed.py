"""A city whose people have numbers, and the list that a department sends about all of them."""

import io
from collections.abc import Sequence
from datetime import datetime

import polars as pl
import xlsxwriter

from bench.monthly_run.filling import copy_in, fill_people, hexed, keys, moment
from nuanban.lib.id_numbers import check_character
from nuanban.residents.sealed import index, seal

HEADER = ("姓名", "身份证号", "救助类别", "家庭人均月收入", "能力等级", "享受起始日期", "备注")
WORDS = {"dibao": "低保", "tekun": "特困", "marginal": "低保边缘", "rigid": "刚性支出困难"}
SHEET_ROWS = 1_048_575


def fill(size: int, at: datetime) -> pl.DataFrame:
    """Residents with sealed numbers; gives names, numbers and what the list says."""
    people = fill_people(size, at)
    turns = people.select(pl.int_range(pl.len()).over("birth_date")).to_series()
    numbers = [_number(*who) for who in zip(people["birth_date"], turns, strict=True)]
    own = keys(size)
    sealed = [
        hexed(seal(number, "identity.number", key))
        for number, key in zip(numbers, own, strict=True)
    ]
    rows = pl.DataFrame(
        {
            "id": own,
            "resident_id": people["person_id"],
            "kind": "id_card",
            "number_sealed": sealed,
            "number_index": [hexed(index("id_card", number)) for number in numbers],
            "number_masked": [f"{number[:3]}***********{number[-4:]}" for number in numbers],
            "check_overridden": False,
            "source": "import",
        }
    )
    copy_in("residents_identity", rows.with_columns(recorded_at=moment(at)))
    names = pl.format("测试{}", pl.int_range(pl.len()))
    return people.select(
        name=names, number=pl.Series(numbers), aid="aid_kind", fen="household_income_fen"
    )


def _number(birth: object, turn: int) -> str:
    """Of an area that is nobody's; `turn` counts those born on one day."""
    body = f"430699{birth:%Y%m%d}{turn:03d}"
    return body + check_character(body)


def rows_of(people: pl.DataFrame, share: float) -> list[Sequence[str]]:
    """What stands in the file, for this share of the people."""
    some = people.head(int(people.height * share))
    return [
        (name, number, WORDS.get(aid or "", "无"), f"{(fen or 0) / 100:.2f}", "", "", "")
        for name, number, aid, fen in some.iter_rows()
    ]


def written(kind: str, rows: list[Sequence[str]]) -> bytes:
    """The file: `csv`, `gbk`, `xlsx` or `parquet`."""
    if kind == "xlsx":
        return _sheet(rows)
    frame = pl.DataFrame(rows, schema=list(HEADER), orient="row")
    made = io.BytesIO()
    if kind == "parquet":
        frame.write_parquet(made)
        return made.getvalue()
    frame.write_csv(made)
    return made.getvalue().decode().encode("gb18030" if kind == "gbk" else "utf-8")


def _sheet(rows: list[Sequence[str]]) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate([HEADER, *rows[:SHEET_ROWS]]):
        sheet.write_row(number, 0, row)
    book.close()
    return made.getvalue()
