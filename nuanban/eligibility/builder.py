"""Conditions from lists: a fact, a comparison and a value become one sentence of the language."""

from collections.abc import Mapping
from dataclasses import dataclass

from nuanban.eligibility.wording import UNIT_WORDS
from nuanban.rulebook.facts import CITY, Fact, Kind
from nuanban.rulebook.value_words import VALUE_WORDS

AGE = "age"
COMPARES = {
    "at_least": ("大于等于", ">="),
    "at_most": ("小于等于", "<="),
    "more": ("大于", ">"),
    "less": ("小于", "<"),
    "is": ("是、在", "=="),
    "is_not": ("不是、不在", "!="),
}
MOST_PARTS = 3


class Unbuildable(ValueError):
    """What does not fit together, in words."""


@dataclass(frozen=True)
class Part:
    """One comparison as chosen: names from the lists, and the value of the fitting box."""

    fact: str
    how: str
    number: int | None = None
    word: str = ""
    place: str = ""


def fact_choices() -> list[tuple[str, str]]:
    """What can be chosen, with the kind of value that it takes (`data-takes` on the page)."""
    facts = [(name, fact.title) for name, fact in CITY.items() if takes(name)]
    return [(AGE, "年龄（周岁）"), *facts]


def takes(name: str) -> str:
    """number, word, place, or nothing for facts that the lists cannot say."""
    if name == AGE:
        return "number"
    fact = CITY.get(name)
    if fact is None or (fact.kind == Kind.DATE and not fact.is_event):
        return ""
    if fact.is_division:
        return "place"
    if fact.kind == Kind.INT:
        return "number"
    return "word" if fact.values or fact.kind == Kind.BOOL or fact.is_event else ""


def word_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Values by fact: `aid_kind:dibao`; yes-or-no facts have `yes` and `no`."""
    found = []
    for name, fact in CITY.items():
        if takes(name) == "word":
            words = [(v, VALUE_WORDS.get(v, v)) for v in fact.values] or [
                ("yes", "是"),
                ("no", "否"),
            ]
            found.append((fact.title, [(f"{name}:{value}", label) for value, label in words]))
    return found


def built(parts: list[Part]) -> str:
    """The parts joined by `and`."""
    return " and ".join(_one(part) for part in parts)


def _one(part: Part) -> str:
    kind = takes(part.fact)
    if kind == "number":
        return _numbered(part)
    if part.how not in ("is", "is_not"):
        raise Unbuildable(
            f"“{_title(part.fact)}”请用“{COMPARES['is'][0]}”或“{COMPARES['is_not'][0]}”。"
        )
    if kind == "place":
        return _placed(part)
    return _worded(part)


def _numbered(part: Part) -> str:
    if part.number is None:
        raise Unbuildable(f"“{_title(part.fact)}”要写一个数。")
    sign = COMPARES[part.how][1]
    if part.fact == AGE:
        return f"age(birth_date) {sign} {part.number}"
    number = part.number * 100 if CITY[part.fact].unit == "fen" else part.number
    return f"{part.fact} {sign} {number}"


def _placed(part: Part) -> str:
    if not part.place.isdigit():
        raise Unbuildable(f"“{_title(part.fact)}”要选一个地方。")
    said = f'in_division({part.fact}, "{part.place}")'
    return said if part.how == "is" else f"not {said}"


def _worded(part: Part) -> str:
    name, _, value = part.word.partition(":")
    fact = CITY.get(part.fact)
    if fact is None or name != part.fact:
        raise Unbuildable(f"“{_title(part.fact)}”要选它自己的一个选项。")
    if fact.values:
        return f'{part.fact} {COMPARES[part.how][1]} "{_known(fact, value)}"'
    said = f"happened({part.fact})" if fact.is_event else part.fact
    is_wanted = (value == "yes") is (part.how == "is")
    return said if is_wanted else f"not {said}"


def _known(fact: Fact, value: str) -> str:
    if value not in fact.values:
        raise Unbuildable(f"“{fact.title}”没有这个选项。")
    return value


def _title(name: str) -> str:
    return dict(fact_choices()).get(name, name)


def article_for(parts: list[Part], taken: Mapping[str, object] | set[str]) -> str:
    """A name for the new condition that no other one has."""
    base = parts[0].fact
    turn, name = 2, base
    while name in taken:
        name, turn = f"{base}_{turn}", turn + 1
    return name


def unit_label(name: str) -> str:
    """What the number box is counted in."""
    if name == AGE:
        return "岁"
    unit = CITY[name].unit if name in CITY else ""
    return "元" if unit == "fen" else UNIT_WORDS.get(unit, "")
