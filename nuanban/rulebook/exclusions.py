"""Which policies are not given together, for one person.

Only a YES comes before another policy. While it is open whether the other one would come first,
the person is not made to wait: this one is given, and the next run corrects it. `wide` says the
same for a whole population.
"""

from collections.abc import Mapping
from typing import NamedTuple

from nuanban.rulebook.book import Book


class Standing(NamedTuple):
    """One policy before or after exclusions. `holds`: None while facts are missing.

    `amount` is None while it is unknown. `excluded_by` names the policy that comes first.
    """

    holds: bool | None
    amount: int | None
    missing: frozenset[str] = frozenset()
    excluded_by: str = ""


def beats(one: Standing, other: Standing, *, is_first: bool) -> bool | None:
    """Whether `one` is the higher one; equal amounts go to the first by name."""
    if one.amount is None or other.amount is None:
        return None
    return one.amount > other.amount or (one.amount == other.amount and is_first)


def after_exclusions(book: Book, before: Mapping[str, Standing]) -> dict[str, Standing]:
    """All policies as they stand beside each other."""
    after: dict[str, Standing] = {}
    settled: set[str] = set()
    for name in book.order:
        group = book.groups.get(book[name].higher_one, (name,))
        if name in settled:
            continue
        if len(group) == 1:
            after[name] = _after_others(book, name, before[name], after)
            continue
        outside = {one: _after_others(book, one, before[one], after) for one in group}
        for one in group:
            after[one] = _after_group(one, outside)
            settled.add(one)
    return after


def _after_others(book: Book, name: str, mine: Standing, after: Mapping[str, Standing]) -> Standing:
    if mine.holds is False:
        return mine
    for exclusion in book[name].excluded_by:
        mine = _beside(mine, exclusion.policy, after[exclusion.policy], comes_first=True)
    return mine


def _after_group(name: str, group: Mapping[str, Standing]) -> Standing:
    mine = group[name]
    for other, standing in group.items():
        if other != name:
            higher = beats(standing, group[name], is_first=other < name)
            mine = _beside(mine, other, standing, comes_first=higher)
    return mine


def _beside(mine: Standing, name: str, other: Standing, *, comes_first: bool | None) -> Standing:
    if mine.holds is False or not other.holds or not comes_first:
        return mine
    return Standing(False, mine.amount, excluded_by=name)
