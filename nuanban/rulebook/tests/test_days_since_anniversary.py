"""Days since the last anniversary: the same at the counter and for a whole city, leap or not."""

from datetime import date, timedelta

import polars as pl
import pytest

from nuanban.rulebook import days
from nuanban.rulebook.columns import Columns
from nuanban.rulebook.engines import as_frame
from nuanban.rulebook.facts import CITY, Kind
from nuanban.rulebook.faults import Place
from nuanban.rulebook.language import Names, read_expression
from nuanban.rulebook.trees import Call

TREE = read_expression(
    "days_since_anniversary(birth_date)", Names(CITY, {}), Kind.INT, Place("policy.toml")
)
BORN = [date(1936, 1, 1) + timedelta(days=n) for n in range(1462)]


@pytest.mark.parametrize(
    "day",
    [
        *(date(year, 2, 28) for year in (2024, 2025, 2026, 2100)),
        *(date(year, 3, 1) for year in (2024, 2025, 2026, 2100)),
        *(date(2024, 2, 29), date(2025, 1, 1), date(2026, 11, 22), date(2024, 12, 31)),
    ],
)
def test_it_counts_from_the_last_anniversary(day: date) -> None:
    assert isinstance(TREE, Call)
    frame = as_frame(pl.DataFrame({"birth_date": BORN}).lazy())
    made = dict(Columns(day, "4306", {}, "registered_division").reused(TREE)).values()
    found = frame.select(*(column.alias("days") for column in made))
    expected = [(day - days.last_anniversary(born, day)).days for born in BORN]
    assert found.collect()["days"].to_list() == expected
