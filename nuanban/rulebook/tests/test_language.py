"""Sentences of policies: what is understood, and where a fault is pointed at."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanban.rulebook.facts import CITY, Kind
from nuanban.rulebook.faults import Place, PolicyFault
from nuanban.rulebook.language import LONGEST, Names, read_expression
from nuanban.rulebook.trees import Type

NAMES = Names(
    CITY,
    {
        "standard_fen": Type(Kind.INT, "fen", 100_000),
        "notice": Type(Kind.INT, "days", 90),
        "huge_fen": Type(Kind.INT, "fen", 10**12),
    },
)
AT = Place("policy.toml", 7, 9)


def fault_of(text: str, kind: Kind = Kind.BOOL) -> PolicyFault:
    """The fault of a sentence that must not be understood."""
    with pytest.raises(PolicyFault) as caught:
        read_expression(text, NAMES, kind, AT)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "age(birth_date) >= 80",
        "60 <= age(birth_date) < 65",
        'aid_kind in ("dibao", "tekun") and not work_injury_care',
        "household_income_fen * 12 < standard_fen or disability_level in (1, 2)",
        "within_days(disability_expires_on, notice)",
        'in_division(registered_division, "4306") or in_place(resident_division)',
        "licence_medical_on < last_anniversary(licence_first_issued_on)",
        "max(household_income_fen, 0) // 2 - 100 >= 0",
        "not happened(death_date)",
    ],
)
def test_a_clear_sentence_is_understood(text: str) -> None:
    assert read_expression(text, NAMES, Kind.BOOL, AT).type.kind == Kind.BOOL


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("age(birth_day) >= 80", 13, "birth_date"),
        ("age(birth_date) >= 80 and sixty", 35, "不认识"),
        ('aid_kind == "dibo"', 21, "dibao"),
        ('aid_kind in ("none", "dibo")', 30, "dibao"),
        ("household_income_fen < age(birth_date)", 32, "单位不同"),
        ('birth_date > "1946-01-01"', 22, "日期"),
        ("sex", 9, "是或否"),
        ('sex < "male"', 15, "相等"),
        ("work_injury_care == True", 29, "直接写"),
        ('registered_division == "430600"', 32, "in_division"),
        ("happened(birth_date)", 9, "死亡日期"),
        ("in_place(sex)", 9, "户籍"),
        ("within_days(death_date, household_income_fen) ", 9, "按天"),
        ("standard_fen * household_income_fen > 0", 9, "钱不能乘钱"),
        ("household_income_fen // children_under_3 > 1", 9, "除以"),
        ("huge_fen * 100000000 > 1", 9, "太大"),
        ("age(birth_date, birth_date) > 1", 9, "1 个值"),
        ("ages(birth_date) > 1", 9, "age"),
        ("1.5 < household_income_fen", 9, "用分"),
        ("birth_date.year > 1", 9, "不能用"),
        ("[x for x in (1, 2)]", 9, "不能用"),
        ("(lambda: True)()", 9, "函数"),
        ("sex is None", 9, "=="),
        ("age(birth_date) >=", 27, "读不懂"),
        ("姓名 == 1", 9, "不认识"),
        ('sex == "男" and 年龄 > 1', 16, "male"),
    ],
)
def test_a_fault_says_where_and_what_to_do(text: str, column: int, words: str) -> None:
    fault = fault_of(text)
    assert (fault.place.line, fault.place.column) == (7, column)
    assert words in str(fault)
    assert str(fault).startswith("policy.toml:7:")


def test_columns_count_characters_not_bytes() -> None:
    fault = fault_of('sex == "男" or aid_kind == "dibo"')
    assert fault.place.column == 16


def test_endless_sentences_are_refused() -> None:
    assert "拆成" in str(fault_of("not " * LONGEST + "work_injury_care"))
    assert "拆成" in str(fault_of("not " * 60 + "work_injury_care"))
    fault_of("(" * 400 + "1" + ")" * 400)
    fault_of("-" * 900 + "1")


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(alphabet="ab_(),.<>=!\"'0123456789 \n\t[]{}:+-*/%@^&|~andorti", max_size=80),
        st.lists(
            st.sampled_from(
                ["and", "or", "not", "(", ")", "age", "birth_date", "sex", "==", '"male"', "80"]
            ),
            max_size=14,
        ).map(" ".join),
    )
)
def test_no_text_does_anything_but_be_understood_or_refused(text: str) -> None:
    found: Kind | None
    try:
        found = read_expression(text, NAMES, Kind.BOOL, AT).type.kind
    except PolicyFault as fault:
        found = Kind.BOOL if fault.place.line == 7 and fault.place.column >= 9 else None
    assert found == Kind.BOOL
