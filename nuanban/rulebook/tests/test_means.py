"""Who earns more is never given more: all grants that look at income."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nuanban.rulebook.book import Book
from nuanban.rulebook.examples import policy_alone
from nuanban.rulebook.judge import Judge, Judged
from nuanban.rulebook.policy import Verdict
from nuanban.rulebook.tests.shipped import BOOK
from nuanban.rulebook.tests.words import people

DAY = date(2026, 3, 1)
MEANS_TESTED = [p for p in BOOK.values() if "household_income_fen" in p.facts()]
ALONE = [Judge(Book([policy_alone(p)]), DAY, "4306") for p in MEANS_TESTED]
TOGETHER = Judge(BOOK, DAY, "4306")
RANK = {Verdict.NO: 0, Verdict.ASK: 1, Verdict.YES: 2}
incomes = st.integers(0, 120_000) | st.sampled_from([0, 1, 39_599, 39_600, 59_399, 59_400])
homes = st.sampled_from(["430602001001", "430621100001", "430626001001"])


@st.composite
def poor_people(draw: st.DrawFn) -> dict[str, Any]:
    """People of the city, often with every fact that the grants look at."""
    found = draw(people() | people(complete=True))
    return found | {"registered_division": draw(homes), "death_date": None}


def test_three_grants_look_at_income() -> None:
    assert {p.id for p in MEANS_TESTED} == {"dibao", "dibao_marginal", "tekun"}


@settings(max_examples=120, deadline=None)
@given(poor_people(), incomes, incomes)
def test_no_grant_alone_rises_with_income(person: dict[str, Any], one: int, other: int) -> None:
    low, high = sorted((one, other))
    for judge in ALONE:
        less = judge.judge(person | {"household_income_fen": low})[0]
        more = judge.judge(person | {"household_income_fen": high})[0]
        assert RANK[more.verdict] <= RANK[less.verdict]
        assert _paid(more) <= _paid(less)


@settings(max_examples=120, deadline=None)
@given(poor_people(), incomes, incomes)
def test_all_that_is_paid_never_rises_with_income(
    person: dict[str, Any], one: int, other: int
) -> None:
    low, high = sorted((one, other))
    less = TOGETHER.judge(person | {"household_income_fen": low})
    more = TOGETHER.judge(person | {"household_income_fen": high})
    assert sum(map(_paid, more)) <= sum(map(_paid, less))


def _paid(one: Judged) -> int:
    return one.amount_fen or 0
