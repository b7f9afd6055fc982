"""A form changes one table of a text; everything else stays as it was written."""

import pytest

from nuanban.eligibility import builder
from nuanban.eligibility.books import shipped, shipped_texts
from nuanban.eligibility.builder import Part, Unbuildable
from nuanban.eligibility.checking import PolicyTexts, check
from nuanban.eligibility.editing import with_condition
from nuanban.eligibility.toml_blocks import (
    Unfit,
    add_table,
    remove_table,
    replace_table,
    set_key,
)
from nuanban.rulebook.facts import CITY, Kind
from nuanban.rulebook.faults import Place
from nuanban.rulebook.language import Names, read_expression

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


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        (Part("age", "at_least", 60), "age(birth_date) >= 60"),
        (Part("household_income_fen", "less", 800), "household_income_fen < 80000"),
        (
            Part("resident_division", "is", place="430602"),
            'in_division(resident_division, "430602")',
        ),
        (Part("aid_kind", "is_not", word="aid_kind:dibao"), 'aid_kind != "dibao"'),
        (
            Part("has_disability_certificate", "is", word="has_disability_certificate:no"),
            "not has_disability_certificate",
        ),
        (Part("death_date", "is_not", word="death_date:yes"), "not happened(death_date)"),
    ],
)
def test_lists_become_one_sentence(part: Part, wanted: str) -> None:
    found = builder.built([part])
    assert found == wanted
    read_expression(found, Names(CITY, {}), Kind.BOOL, Place("x"))


@pytest.mark.parametrize(
    "part",
    [
        Part("age", "at_least"),
        Part("aid_kind", "at_least", word="aid_kind:dibao"),
        Part("aid_kind", "is", word="sex:male"),
        Part("aid_kind", "is", word="aid_kind:rich"),
        Part("resident_division", "is", place=""),
    ],
)
def test_what_does_not_fit_is_said(part: Part) -> None:
    with pytest.raises(Unbuildable, match="。"):
        builder.built([part])
