"""A condition from lists says what was chosen, in the language and in words."""

from datetime import date

import pytest

from nuanban.eligibility import builder
from nuanban.eligibility.builder import Group, Part, built
from nuanban.rulebook.facts import CITY, Kind
from nuanban.rulebook.faults import Place
from nuanban.rulebook.language import Names, read_expression

OLD = Part("age.birth_date", "at_least", number=60)
POOR = Part("aid_kind", "is", word="aid_kind:dibao")
ALONE = Part("registered_division", "is", place="430626101")


def test_parts_are_joined_as_they_were_chosen() -> None:
    old, poor = "age(birth_date) >= 60", 'aid_kind == "dibao"'
    here = 'in_division(registered_division, "430626101")'
    assert built([Group([OLD, POOR])]) == f"{old} and {poor}"
    assert built([Group([OLD, POOR], "any")]) == f"{old} or {poor}"
    two = [Group([OLD, POOR]), Group([]), Group([ALONE])]
    assert built(two, "any") == f"({old} and {poor}) or {here}"
    assert built([Group([OLD, POOR], "any"), Group([ALONE])]) == f"({old} or {poor}) and {here}"


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        (Part("household_income_fen", "less", 800), "household_income_fen < 80000"),
        (Part("aid_kind", "is_not", word="aid_kind:dibao"), 'aid_kind != "dibao"'),
        (
            Part("has_disability_certificate", "is", word="has_disability_certificate:no"),
            "not has_disability_certificate",
        ),
        (Part("death_date", "is_not", word="death_date:yes"), "not happened(death_date)"),
        (Part("until.disability_expires_on", "less", 90), "days_until(disability_expires_on) < 90"),
        (
            Part("age_on.birth_date", "at_least", 45, date(2012, 7, 1)),
            "age_on(birth_date, 20120701) >= 45",
        ),
        (Part("licence_class", "is_not", text="C1，C5"), 'licence_class not in ("C1", "C5")'),
    ],
)
def test_what_was_chosen_becomes_a_sentence(part: Part, wanted: str) -> None:
    assert built([Group([part])]) == wanted


def filled(name: str) -> Part:
    """A comparison that can be made of this."""
    word = next(
        (v for _h, several in builder.word_choices() for v, _l in several if v.startswith(name)), ""
    )
    return Part(name, "is", 3, date(2012, 7, 1), word, "C1、C5", "430626101001")


@pytest.mark.parametrize("name", builder.names())
def test_everything_in_the_list_can_be_said(name: str) -> None:
    said = built([Group([filled(name)])])
    read_expression(said, Names(CITY, {}), Kind.BOOL, Place("条件"))


def test_every_fact_is_in_the_list() -> None:
    assert set(CITY) == {name.rpartition(".")[2] for name in builder.names()}


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Part("age.birth_date", "at_least"), "要写一个数"),
        (Part("age_on.birth_date", "at_least", 60), "哪一天"),
        (Part("aid_kind", "more", word="aid_kind:dibao"), "请用"),
        (Part("aid_kind", "is", word="sex:male"), "它自己的"),
        (Part("registered_division", "is"), "选一个地方"),
        (Part("licence_class", "is", text='C1" or "'), "要写文字"),
    ],
)
def test_what_does_not_fit_is_told_in_words(part: Part, words: str) -> None:
    with pytest.raises(builder.Unbuildable, match=words):
        built([Group([part])])
