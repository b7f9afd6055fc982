"""Policies made of random sentences, and random people to judge by them."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from nuanban.rulebook.book import Book
from nuanban.rulebook.facts import CITY, Fact, Kind
from nuanban.rulebook.reading import Texts, read_policy

DAY = date(2026, 3, 1)
DIVISIONS = ("430602001001", "430621", "430621001", "511402001", "330106001001", "430681")
DATES = st.one_of(
    st.sampled_from(
        [date(1936, 2, 29), date(1946, 3, 1), date(1946, 3, 2), DAY, date(2024, 2, 29)]
    ),
    st.integers(0, 60_000).map(lambda n: date(1880, 1, 1) + timedelta(days=n)),
)

NUMBERS = {
    "small": """
[small]
title = "小的数"
unit = "count"
values = [{ value = 3, from = 2020-01-01, source = "测试" }]
""",
    "some_fen": """
[some_fen]
title = "按县不同的钱"
unit = "fen"
values = [
  { value = 5000, from = 2020-01-01, source = "测试" },
  { value = 7000, from = 2020-01-01, place = "430621", source = "测试" },
  { value = 9000, from = 2020-01-01, place = "430681", source = "测试" },
]
""",
}

_dates = st.sampled_from(["birth_date", "enlisted_on", "licence_medical_on"])
_bools = st.sampled_from(["work_injury_care", "orphan_support", "happened(death_date)"])
_signs = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])


def _span(name: str, most: int) -> st.SearchStrategy[str]:
    parts = st.tuples(_dates, _signs, st.integers(-3, most))
    return parts.map(lambda p: f"{name}({p[0]}) {p[1]} {p[2]}")


_money = st.recursive(
    st.sampled_from(["household_income_fen", "some_fen", "1200", "children_under_3 * some_fen"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, inner).map(lambda p: f"max({p[0]}, {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"min({p[0]}, {p[1]})"),
        inner.map(lambda p: f"({p} // small)"),
    ),
    max_leaves=3,
)
_leaves = st.one_of(
    _bools,
    _span("age", 100),
    _span("months_since", 400),
    _span("days_since", 9000),
    st.tuples(_dates, st.integers(0, 400)).map(lambda p: f"within_days({p[0]}, {p[1]})"),
    st.tuples(_dates, _signs, _dates).map(lambda p: f"last_anniversary({p[0]}) {p[1]} {p[2]}"),
    _span("days_until", 9000),
    st.tuples(_money, _signs, _money).map(lambda p: f"{p[0]} {p[1]} {p[2]}"),
    st.tuples(_signs, st.integers(0, 5)).map(lambda p: f"disability_level {p[0]} {p[1]}"),
    st.sampled_from(
        [
            'aid_kind in ("dibao", "tekun")',
            'aid_kind not in ("none",)',
            'sex == "male"',
            "in_place(registered_division)",
            'in_division(resident_division, "4306", "51")',
            "disability_level in (1, 2)",
        ]
    ),
)
sentences = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda p: f"({p[0]} {p[1]} {p[2]})"
        ),
        inner.map(lambda p: f"not ({p})"),
    ),
    max_leaves=6,
)


@st.composite
def _policy_texts(draw: st.DrawFn, name: str, others: tuple[str, ...]) -> str:
    conditions = draw(st.lists(sentences, min_size=1, max_size=4))
    amounts = draw(st.lists(st.tuples(sentences, _money), max_size=2))
    lines = [
        f'id = "{name}"\ntitle = "{name}"\ndepartment = "民政"\nbasis = "测试"\nsummary = "测试"',
        'places = [""]\nin_force_from = 2020-01-01\nperiod = "month"\nconsent = "notice"',
        f'higher_one = "{draw(st.sampled_from(["甲", "乙"]))}"' if draw(st.booleans()) else "",
    ]
    for turn, when in enumerate(conditions):
        lines.append(
            f'[[condition]]\narticle = "c{turn}"\nwhen = {when!r}\nsays = "是"\nfails = "否"'
        )
    for when, fen in amounts:
        lines.append(f"[[amount]]\nwhen = {when!r}\nfen = {fen!r}")
    lines.append(f"[[amount]]\nfen = {draw(_money)!r}")
    if others and not lines[2] and draw(st.booleans()):
        other = draw(st.sampled_from(others))
        lines.append(f'[[excluded_by]]\npolicy = "{other}"\narticle = "x"\nsays = "不同领"')
    return "\n".join(lines)


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Three policies with conditions, amounts and ties between them."""
    names = ("p1", "p2", "p3")
    texts = [draw(_policy_texts(name, names[:turn])) for turn, name in enumerate(names)]
    policies = []
    for text in texts:
        numbers = "\n".join(part for name, part in NUMBERS.items() if name in text)
        policies.append(read_policy(Texts(text, numbers), CITY))
    return Book(policies)


def _value(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.is_division:
        return st.sampled_from(DIVISIONS)
    if fact.kind == Kind.DATE:
        return DATES
    if fact.kind == Kind.BOOL:
        return st.booleans()
    if fact.kind == Kind.TEXT:
        return st.sampled_from(fact.values or ("C1", "C5"))
    return st.integers(fact.least, min(fact.most, 20_000))


def people(*, complete: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Facts of one person; without `complete`, any of them may be unknown."""
    parts = {
        name: _value(fact) if complete else st.none() | _value(fact) for name, fact in CITY.items()
    }
    return st.fixed_dictionaries(parts)


def crowd(size: int) -> st.SearchStrategy[list[Mapping[str, Any]]]:
    """People with ids; a fifth of what could be known is not."""
    return st.integers(0, 2**32).map(lambda seed: many_people(size, seed))


def many_people(size: int, seed: int) -> list[Mapping[str, Any]]:
    """People with ids, always the same for a seed."""
    chance = Random(seed)
    return [
        {"person_id": str(n)} | {name: _at_random(fact, chance) for name, fact in CITY.items()}
        for n in range(size)
    ]


def _at_random(fact: Fact, chance: Random) -> Any:
    if chance.random() < 0.2:
        return None
    if fact.is_division:
        return chance.choice(DIVISIONS)
    if fact.kind == Kind.DATE:
        near = date(1936, 2, 29) if chance.random() < 0.2 else date(1880, 1, 1)
        return near + timedelta(days=chance.randrange(60_000) if near.year == 1880 else 0)
    if fact.kind == Kind.BOOL:
        return chance.random() < 0.5
    if fact.kind == Kind.TEXT:
        return chance.choice(fact.values or ("C1", "C5"))
    return chance.randint(fact.least, min(fact.most, 20_000))
