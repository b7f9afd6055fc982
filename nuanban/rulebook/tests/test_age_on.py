"""How old somebody was on a day long past: the same at the counter and for a whole city."""

from datetime import date

import pytest

from nuanban.rulebook.book import Book
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.reading import Texts, read_policy
from nuanban.rulebook.sweep import Wish
from nuanban.rulebook.tests.frames import judged_rows, swept_rows, table

POLICY = """
id = "founders"
title = "老人"
department = "人社"
basis = "测试"
summary = "测试"
places = ["43"]
in_force_from = 2020-01-01
period = "none"
consent = "silent"
[[condition]]
article = "old_then"
when = 'age_on(birth_date, began_on) >= 60'
says = "那天已满六十"
fails = "那天还不满六十"
"""
NUMBERS = """
[began_on]
title = "开始的日子"
unit = "count"
values = [
  { value = 20120701, from = 2020-01-01, source = "测试" },
  { value = 20110301, from = 2020-01-01, place = "430621", source = "测试" },
]
"""
CASES = [
    (date(1952, 7, 1), "430602", "YES"),
    (date(1952, 7, 2), "430602", "NO"),
    (date(1951, 3, 1), "430621", "YES"),
    (date(1951, 3, 2), "430621", "NO"),
    (date(2020, 5, 5), "430602", "NO"),
    (None, "430602", "ASK"),
    (date(1952, 7, 1), None, "ASK"),
]


@pytest.mark.parametrize(("born", "where", "verdict"), CASES)
def test_the_age_on_a_day_counts_in_full_years(
    born: date | None, where: str | None, verdict: str
) -> None:
    book = Book([read_policy(Texts(POLICY, NUMBERS), CITY)])
    person = {"person_id": "1", "birth_date": born, "registered_division": where}
    day = date(2026, 3, 1)
    found = judged_rows(book, [dict.fromkeys(CITY) | person], day, "430600")
    assert {row[2] for row in found} == {verdict}
    assert swept_rows(book, table([person]), Wish(day, "430600", all_rows=True)) == found
