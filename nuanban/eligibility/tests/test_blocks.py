"""A form changes one table of a text; everything else stays as it was written."""

import pytest

from nuanban.eligibility.books import shipped, shipped_texts
from nuanban.eligibility.checking import PolicyTexts, check
from nuanban.eligibility.editing import with_condition
from nuanban.eligibility.toml_blocks import (
    Unfit,
    add_table,
    drop_key,
    moved_by_years,
    remove_table,
    replace_table,
    set_key,
)

TEXT = """# 谁定的
id = "one"  # 代号

[[condition]]
article = "a"  # 第一条
when = 'x'

# 下面是金额
[[amount]]
fen = "b"
"""


def test_a_new_table_stands_behind_the_last_of_its_name() -> None:
    changed = add_table(TEXT, "condition", {"article": "c", "when": 'y == "z"'})
    assert changed == TEXT.replace(
        "when = 'x'\n", "when = 'x'\n\n[[condition]]\narticle = \"c\"\nwhen = 'y == \"z\"'\n"
    )


def test_a_table_is_taken_out_and_comments_stay() -> None:
    more = add_table(TEXT, "condition", {"article": "c"})
    assert remove_table(more, "condition", 1) == TEXT


def test_a_table_is_written_anew_in_its_place() -> None:
    changed = replace_table(TEXT, "amount", 0, {"fen": "d"})
    assert changed == TEXT.replace('fen = "b"', "fen = 'd'")


def test_a_key_above_all_tables_is_set() -> None:
    assert set_key(TEXT, "id", "two").splitlines()[1] == 'id = "two"'
    assert drop_key(TEXT, "id") == TEXT.replace('id = "one"  # 代号\n', "")
    assert drop_key(TEXT, "article") == TEXT


def test_days_move_by_years() -> None:
    text = "[base]\nday = 2026-01-02\n\n[[example]]\nfacts = { birth_date = 1960-02-29 }\n"
    moved = "[base]\nday = 2030-01-02\n\n[[example]]\nfacts = { birth_date = 1964-02-29 }\n"
    assert moved_by_years(text, 4) == moved
    with pytest.raises(Unfit):
        moved_by_years('name = "2026-01-02"\n', 4)


def test_quotes_and_line_ends_cannot_break_out() -> None:
    evil = 'x"\n[[amount]]\nfen = "9'
    changed = add_table(TEXT, "condition", {"article": evil, "when": "it's"})
    assert changed.count("[[amount]]\n") == TEXT.count("[[amount]]\n")


@pytest.mark.parametrize(
    "text",
    [
        'values = [{ value = 1 }]\nx = """\n[[values]]\n"""\n',
        "values = 3\n",
        "values = [\n",
    ],
)
def test_an_odd_shape_is_left_to_people(text: str) -> None:
    with pytest.raises(Unfit):
        add_table(text, "values", {"value": 2})


@pytest.mark.parametrize("policy", list(shipped()))
def test_every_shipped_policy_can_be_changed_by_forms(policy: str) -> None:
    texts = PolicyTexts(*shipped_texts(policy))
    assert check(texts, policy, shipped()).is_right
    more = with_condition(texts, article="new", when="age(birth_date) >= 0", says="是", fails="否")
    found = check(more, policy, shipped())
    assert found.policy is not None
    assert found.policy.conditions[-1].says == "是"
    assert remove_table(more.policy, "condition", len(found.policy.conditions) - 1) == texts.policy
