"""One person: a tree becomes a Python function of facts and numbers, made once, called often.

A function answers None where a missing fact leaves the answer open (Kleene).
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from nuanban.rulebook import days
from nuanban.rulebook.trees import (
    All,
    Call,
    Compare,
    Known,
    Literal,
    Not,
    Number,
    OneOf,
    Reckon,
    Some,
    Tree,
    facts_in,
    is_decisive,
    numbers_in,
    parts_of,
)

Facts = Mapping[str, Any]
Numbers = Mapping[str, int | None]
Answer = Callable[[Facts, Numbers], Any]

_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    "min": min,
    "max": max,
}


def compiled(tree: Tree, day: date, place: str) -> Answer:
    """The function of a tree on one day in the place with this prefix."""
    match tree:
        case Known(fact):
            name = fact.name
            return lambda facts, _numbers: facts[name]
        case Number(name):
            return lambda _facts, numbers: numbers[name]
        case Literal(value):
            return lambda _facts, _numbers: value
        case All(parts):
            return _all([compiled(part, day, place) for part in parts])
        case Some(parts):
            return _some([compiled(part, day, place) for part in parts])
        case Not(part):
            return _not(compiled(part, day, place))
        case Compare(op, left, right) | Reckon(op, left, right):
            return _pair(_SIGNS[op], compiled(left, day, place), right, day, place)
        case OneOf(of, values, is_negated):
            return _one_of(compiled(of, day, place), frozenset(values), is_negated)
        case Call():
            return _call(tree, day, place)


def _all(parts: list[Answer]) -> Answer:
    def every(facts: Facts, numbers: Numbers) -> bool | None:
        answer: bool | None = True
        for part in parts:
            found = part(facts, numbers)
            if found is False:
                return False
            if found is None:
                answer = None
        return answer

    return every


def _some(parts: list[Answer]) -> Answer:
    def some(facts: Facts, numbers: Numbers) -> bool | None:
        answer: bool | None = False
        for part in parts:
            found = part(facts, numbers)
            if found is True:
                return True
            if found is None:
                answer = None
        return answer

    return some


def _not(part: Answer) -> Answer:
    def negated(facts: Facts, numbers: Numbers) -> bool | None:
        found = part(facts, numbers)
        return None if found is None else not found

    return negated


def _pair(
    sign: Callable[[Any, Any], Any], left: Answer, right: Tree, day: date, place: str
) -> Answer:
    if isinstance(right, Literal):
        value = right.value

        def beside_a_value(facts: Facts, numbers: Numbers) -> Any:
            one = left(facts, numbers)
            return None if one is None else sign(one, value)

        return beside_a_value
    second = compiled(right, day, place)

    def both(facts: Facts, numbers: Numbers) -> Any:
        one, other = left(facts, numbers), second(facts, numbers)
        return None if one is None or other is None else sign(one, other)

    return both


def _one_of(of: Answer, values: frozenset[int | str], is_negated: bool) -> Answer:
    def found(facts: Facts, numbers: Numbers) -> bool | None:
        value = of(facts, numbers)
        return None if value is None else (value in values) is not is_negated

    return found


def _call(tree: Call, day: date, place: str) -> Answer:
    first = compiled(tree.parts[0], day, place)
    if tree.name == "happened":
        return _happened(first, day)
    if tree.name == "within_days":
        return _within(first, compiled(tree.parts[1], day, place), day)
    if tree.name == "age_on":
        return _age_on(first, compiled(tree.parts[1], day, place))
    plain = _of_one(tree, day, place)

    def called(facts: Facts, numbers: Numbers) -> Any:
        value = first(facts, numbers)
        return None if value is None else plain(value)

    return called


def _of_one(tree: Call, day: date, place: str) -> Callable[[Any], Any]:
    number = days.as_number(day)
    known: dict[str, Callable[[Any], Any]] = {
        "age": lambda born: days.age(born, number),
        "months_since": lambda from_on: days.months_since(from_on, number),
        "days_since": lambda from_on: (day - from_on).days,
        "days_until": lambda until: (until - day).days,
        "last_anniversary": lambda from_on: days.last_anniversary(from_on, day),
        "days_since_anniversary": lambda on: (day - days.last_anniversary(on, day)).days,
        "in_place": lambda code: code.startswith(place),
        "in_division": lambda code: code.startswith(tree.words),
    }
    return known[tree.name]


def _happened(event: Answer, day: date) -> Answer:
    def has(facts: Facts, numbers: Numbers) -> bool:
        on = event(facts, numbers)
        return on is not None and on <= day

    return has


def _within(on: Answer, span: Answer, day: date) -> Answer:
    def near(facts: Facts, numbers: Numbers) -> bool | None:
        value, length = on(facts, numbers), span(facts, numbers)
        if value is None or length is None:
            return None
        return bool(day <= value <= day + timedelta(days=length))

    return near


def _age_on(born: Answer, number: Answer) -> Answer:
    def full_years(facts: Facts, numbers: Numbers) -> int | None:
        birth, on = born(facts, numbers), number(facts, numbers)
        return None if birth is None or on is None else days.age(birth, on)

    return full_years


class Open:
    """Finds which missing facts leave a tree without an answer, on one day in one place."""

    def __init__(self, day: date, place: str, division: str) -> None:
        self.day, self.place, self.division = day, place, division
        self._made: dict[int, Answer] = {}
        self._named: dict[int, tuple[set[str], set[str]]] = {}

    def missing(self, tree: Tree, facts: Facts, numbers: Numbers) -> set[str]:
        """Names of the facts to ask for; empty when the tree has its answer."""
        answer = self._made.get(id(tree))
        if answer is None:
            answer = self._made[id(tree)] = compiled(tree, self.day, self.place)
        if answer(facts, numbers) is not None:
            return set()
        if is_decisive(tree):
            return set[str]().union(*(self.missing(p, facts, numbers) for p in parts_of(tree)))
        return self._all_missing(tree, facts, numbers)

    def _all_missing(self, tree: Tree, facts: Facts, numbers: Numbers) -> set[str]:
        named = self._named.get(id(tree))
        if named is None:
            facts_of = {fact.name for fact in facts_in(tree)}
            named = self._named[id(tree)] = facts_of, set(numbers_in(tree))
        found = {name for name in named[0] if facts[name] is None}
        if any(numbers[name] is None for name in named[1]):
            found.add(self.division)
        return found
