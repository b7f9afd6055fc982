"""Conditions know three answers: yes, no, and nobody has said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanban.catalogue.conditions import Condition, ConditionFault, facts_in, holds, read_condition

facts = st.sampled_from(["age", "is_proxy", "reason"])
values = st.sampled_from(["yes", "no", "lost"])
tables = st.dictionaries(facts, st.lists(values, min_size=1, max_size=2), max_size=2)
conditions = st.lists(tables, max_size=3)
answers = st.dictionaries(facts, values)


def test_no_condition_always_holds() -> None:
    assert holds([], {}) is True
    assert holds([{}], {}) is True


def test_an_unknown_fact_leaves_it_open_unless_another_decides() -> None:
    both = read_condition({"is_proxy": "yes", "reason": ["lost", "broken"]})
    assert holds(both, {}) is None
    assert holds(both, {"is_proxy": "no"}) is False
    assert holds(both, {"is_proxy": "yes"}) is None
    assert holds(both, {"is_proxy": "yes", "reason": "broken"}) is True


def test_one_of_several_tables_is_enough() -> None:
    either = read_condition([{"age": "child"}, {"reason": "lost"}])
    assert holds(either, {"reason": "lost"}) is True
    assert holds(either, {"age": "adult"}) is None
    assert facts_in(either) == {"age", "reason"}


@given(conditions, answers, facts, values)
def test_more_answers_never_change_a_verdict_that_was_given(
    condition: Condition, known: dict[str, str], fact: str, value: str
) -> None:
    before = holds(condition, known)
    after = holds(condition, {fact: value, **known})
    assert before in (None, after)


@pytest.mark.parametrize("written", [{}, "yes", {"age": 80}, {"age": []}, [{"age": [1]}], [[]]])
def test_a_condition_in_another_shape_is_refused_in_words(written: object) -> None:
    with pytest.raises(ConditionFault, match="条件"):
        read_condition(written)
