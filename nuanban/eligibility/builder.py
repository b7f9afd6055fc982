"""Conditions from lists: a fact, a comparison and a value become one sentence of the language.

Comparisons stand in groups; within a group and between groups they are joined by 并且 or 或者.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from nuanban.rulebook.days import as_number
from nuanban.rulebook.facts import CITY, Fact, Kind
from nuanban.rulebook.value_words import VALUE_WORDS

COMPARES = {
    "at_least": ("大于等于", ">="),
    "at_most": ("小于等于", "<="),
    "more": ("大于", ">"),
    "less": ("小于", "<"),
    "is": ("是、在", "=="),
    "is_not": ("不是、不在", "!="),
}
JOINS = {"all": "并且", "any": "或者"}
_WORDS = {"all": "and", "any": "or"}
MOST_PARTS, MOST_GROUPS = 3, 3


@dataclass(frozen=True)
class Measure:
    """What can be asked of a day: words, and the function of the language."""

    label: str
    call: str
    has_day: bool = False


MEASURES = {
    "age": Measure("满多少周岁", "age"),
    "months": Measure("过了几个月", "months_since"),
    "days": Measure("过了几天", "days_since"),
    "until": Measure("还有几天到", "days_until"),
    "anniversary": Measure("最近的周年日过了几天", "days_since_anniversary"),
    "age_on": Measure("到写明的那天满多少周岁", "age_on", has_day=True),
}
AGE = "age.birth_date"


class Unbuildable(ValueError):
    """What does not fit together, in words."""


@dataclass(frozen=True)
class Part:
    """One comparison as chosen: names from the lists, and the value of the fitting box."""

    fact: str
    how: str
    number: int | None = None
    day: date | None = None
    word: str = ""
    text: str = ""
    place: str = ""


@dataclass(frozen=True)
class Group:
    """Comparisons that are joined in one way."""

    parts: Sequence[Part] = field(default=())
    join: str = "all"


Grouped = list[tuple[str, list[tuple[str, str]]]]


def fact_choices() -> Grouped:
    """What can be chosen, by heading: the most used, plain facts, then each day."""
    days = [(name, fact) for name, fact in CITY.items() if fact.kind == Kind.DATE]
    plain = [(name, fact.title) for name, fact in CITY.items() if fact.kind != Kind.DATE]
    dated = [
        (
            fact.title,
            [
                *([(name, f"{fact.title}：已经有了没有")] if fact.is_event else []),
                *((f"{key}.{name}", f"{fact.title}：{m.label}") for key, m in MEASURES.items()),
            ],
        )
        for name, fact in days
    ]
    return [("常用", [(AGE, "年龄（周岁）")]), ("情况", plain), *dated]


def names() -> list[str]:
    """Everything that can be chosen."""
    return [name for _heading, several in fact_choices() for name, _label in several]


def takes(name: str) -> str:
    """The boxes that belong to it: number, number day, word, text or place; nothing: unknown."""
    measure, _, of_day = name.rpartition(".")
    if measure in MEASURES and of_day in CITY:
        return "number day" if MEASURES[measure].has_day else "number"
    fact = CITY.get(name)
    if fact is None or (fact.kind == Kind.DATE and not fact.is_event):
        return ""
    if fact.is_division:
        return "place"
    if fact.kind == Kind.INT:
        return "number"
    return "word" if fact.values or fact.kind == Kind.BOOL or fact.is_event else "text"


def word_choices() -> Grouped:
    """Values by fact: `aid_kind:dibao`; yes-or-no facts have `yes` and `no`."""
    found: Grouped = []
    for name, fact in CITY.items():
        if takes(name) == "word":
            words = [(v, VALUE_WORDS.get(v, v)) for v in fact.values] or [
                ("yes", "是"),
                ("no", "否"),
            ]
            found.append((fact.title, [(f"{name}:{value}", label) for value, label in words]))
    return found


def built(groups: Sequence[Group], between: str = "all") -> str:
    """The groups as one sentence of the language."""
    filled = [group for group in groups if group.parts]
    said = [_joined(group, alone=len(filled) == 1 or group.join == between) for group in filled]
    return f" {_WORDS[between]} ".join(said)


def _joined(group: Group, *, alone: bool) -> str:
    said = f" {_WORDS[group.join]} ".join(_one(part) for part in group.parts)
    return said if alone or len(group.parts) == 1 else f"({said})"


def _one(part: Part) -> str:
    kind = takes(part.fact)
    if kind.startswith("number"):
        return _numbered(part)
    if part.how not in ("is", "is_not"):
        raise Unbuildable(
            f"“{title(part.fact)}”请用“{COMPARES['is'][0]}”或“{COMPARES['is_not'][0]}”。"
        )
    if kind == "place":
        return _placed(part)
    return _texted(part) if kind == "text" else _worded(part)


def _numbered(part: Part) -> str:
    if part.number is None:
        raise Unbuildable(f"“{title(part.fact)}”要写一个数。")
    sign, (measure, _, name) = COMPARES[part.how][1], part.fact.rpartition(".")
    if not measure:
        is_money = CITY[name].unit == "fen"
        return f"{name} {sign} {part.number * 100 if is_money else part.number}"
    call = MEASURES[measure]
    if not call.has_day:
        return f"{call.call}({name}) {sign} {part.number}"
    if part.day is None:
        raise Unbuildable(f"“{title(part.fact)}”要写明是哪一天。")
    return f"{call.call}({name}, {as_number(part.day)}) {sign} {part.number}"


def _placed(part: Part) -> str:
    if not part.place.isdigit():
        raise Unbuildable(f"“{title(part.fact)}”要选一个地方。")
    said = f'in_division({part.fact}, "{part.place}")'
    return said if part.how == "is" else f"not {said}"


def _texted(part: Part) -> str:
    words = [word for word in part.text.replace("，", "、").replace(",", "、").split("、") if word]
    if not words or any(not word.strip().isalnum() for word in words):
        raise Unbuildable(f"“{title(part.fact)}”要写文字，几个之间用顿号，例如 C1、C5。")
    listed = ", ".join(f'"{word.strip()}"' for word in words)
    if len(words) == 1:
        return f"{part.fact} {COMPARES[part.how][1]} {listed}"
    return f"{part.fact} {'in' if part.how == 'is' else 'not in'} ({listed})"


def _worded(part: Part) -> str:
    name, _, value = part.word.partition(":")
    fact = CITY.get(part.fact)
    if fact is None or name != part.fact:
        raise Unbuildable(f"“{title(part.fact)}”要选它自己的一个选项。")
    if fact.values:
        return f'{part.fact} {COMPARES[part.how][1]} "{_known(fact, value)}"'
    said = f"happened({part.fact})" if fact.is_event else part.fact
    is_wanted = (value == "yes") is (part.how == "is")
    return said if is_wanted else f"not {said}"


def _known(fact: Fact, value: str) -> str:
    if value not in fact.values:
        raise Unbuildable(f"“{fact.title}”没有这个选项。")
    return value


def title(name: str) -> str:
    """What stands in the list."""
    return next(
        (label for _h, several in fact_choices() for n, label in several if n == name), name
    )


def article_for(groups: Sequence[Group], taken: set[str]) -> str:
    """A name for the new condition that no other one has."""
    base = next(part.fact for group in groups for part in group.parts).rpartition(".")[2]
    turn, name = 2, base
    while name in taken:
        name, turn = f"{base}_{turn}", turn + 1
    return name
