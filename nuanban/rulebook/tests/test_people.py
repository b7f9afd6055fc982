"""Facts that cannot be: which one, of whom, and what to do. Nothing is guessed."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from nuanban.rulebook.engines import as_frame
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.faults import FactFault
from nuanban.rulebook.people import checked_frame, person_from_json
from nuanban.rulebook.tests.words import DAY


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "JSON"),
        ("[]", "一个人"),
        ("{}", "person_id"),
        ('{"person_id": "1", "birthdate": "1946-01-01"}', "birth_date"),
        ('{"person_id": "1", "birth_date": "1946-02-30"}', "1946-11-22"),
        ('{"person_id": "1", "birth_date": 1946}', "日期"),
        ('{"person_id": "1", "birth_date": "2030-01-01"}', "晚于今天"),
        ('{"person_id": "1", "birth_date": "1946-01-01", "death_date": "1940-01-01"}', "早于"),
        ('{"person_id": "1", "disability_level": 5}', "1 到 4"),
        ('{"person_id": "1", "disability_level": true}', "整数"),
        ('{"person_id": "1", "aid_kind": "低保"}', "dibao"),
        ('{"person_id": "1", "registered_division": "岳阳楼区"}', "地区代码"),
    ],
)
def test_a_fact_that_cannot_be_is_named(text: str, words: str) -> None:
    with pytest.raises(FactFault, match=words):
        person_from_json(text, CITY, DAY)


def _check(**columns: list[Any]) -> pl.DataFrame:
    frame = as_frame(pl.LazyFrame({"person_id": ["甲", "乙"], **columns}))
    names = [name for name in columns if name in CITY]
    found: pl.DataFrame = checked_frame(frame, names, CITY, DAY).collect().to_native()
    return found


def test_small_numbers_and_categories_are_taken_as_they_are() -> None:
    levels = pl.Series([1, None], dtype=pl.Int8)
    kinds = pl.Series(["dibao", None], dtype=pl.Categorical)
    found = _check(disability_level=levels.to_list(), aid_kind=kinds.to_list())
    assert found["disability_level"].to_list() == [1, None]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"birthdate": ["x", "y"]}, "birth_date"),
        ({"birth_date": ["1946-01-01", "1950-01-01"]}, "日期"),
        ({"birth_date": [date(1946, 1, 1), date(2090, 1, 1)]}, "例如 乙"),
        ({"disability_level": [1, 9]}, "例如 乙"),
        ({"aid_kind": ["dibao", "低保"]}, "例如 乙"),
        ({"work_injury_care": ["是", "否"]}, "true"),
        ({"person_id": ["甲", "甲"]}, "写了两次"),
        ({"person_id": ["甲", None]}, "person_id"),
    ],
)
def test_a_column_that_cannot_be_is_named(columns: dict[str, list[Any]], words: str) -> None:
    with pytest.raises(FactFault, match=words):
        _check(**columns)


def test_a_missing_column_is_unknown_for_everybody() -> None:
    frame = as_frame(pl.LazyFrame({"person_id": ["甲"]}))
    found = checked_frame(frame, ["birth_date", "aid_kind"], CITY, DAY).collect()
    assert found.rows() == [("甲", None, None)]
