"""A population judged in columns: one row per person, a few columns per policy.

For policy `p`: `p__holds` (true, false, null while facts are missing), `p__amount` (fen, null while
unknown), `p__failed__i` (condition i does not hold), `p__by` (1 + place in book.order of the policy
that comes first, 0: none). The steps are those of `judge` and `exclusions`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw

from nuanban.rulebook.book import Book
from nuanban.rulebook.columns import Columns
from nuanban.rulebook.dated_numbers import trimmed
from nuanban.rulebook.sentences import Sentences

HOLDS, AMOUNT, BY = "holds", "amount", "by"
Frame = nw.LazyFrame[Any]


def column(policy: str, part: str) -> str:
    """The name of a column of a policy."""
    return f"{policy}__{part}"


def failed_column(policy: str, turn: int) -> str:
    """True where a condition does not hold."""
    return column(policy, f"failed__{turn}")


@dataclass(frozen=True)
class _Compiled:
    """Columns of each step, reckoned from those of the one before; those that are dropped again."""

    steps: Sequence[Sequence[nw.Expr]]
    beside: Sequence[str]


@dataclass(frozen=True)
class Wide:
    """A book made ready to judge frames on one day in one place.

    `complete`: columns in which nothing is missing; they need no care for what is not known.
    """

    book: Book
    ready: Mapping[str, Columns]
    complete: frozenset[str] = frozenset()
    # Made once, for however many frames.
    _compiled: dict[bool, _Compiled] = field(default_factory=dict, repr=False, compare=False)

    def facts(self) -> list[str]:
        """Names of the columns that are needed, in the order of the vocabulary."""
        used: set[str] = set()
        for name, columns in self.ready.items():
            used |= set(self.book[name].facts())
            if any(choice.finer for choice in columns.choices.values()):
                used.add(columns.division)
        return [name for name in self.book.vocabulary if name in used]

    def verdicts(self, frame: Frame, *, failed: bool = False) -> Frame:
        """The frame with `holds`, `amount`, `by` and, if wished, `failed` columns."""
        if failed not in self._compiled:
            self._compiled[failed] = self._compile(failed=failed)
        compiled = self._compiled[failed]
        for step in compiled.steps:
            frame = frame.with_columns(*step)
        return frame.drop(*compiled.beside)

    def _compile(self, *, failed: bool) -> _Compiled:
        sentences = Sentences()
        alone = [c for name in self.ready for c in self._alone(name, sentences, failed=failed)]
        amounts = [self._amount(name, sentences).alias(column(name, AMOUNT)) for name in self.ready]
        found = (list(self._reused().values()), sentences.columns(), amounts, alone, *self._steps())
        return _Compiled(tuple(step for step in found if step), sentences.names())

    def _reused(self) -> dict[str, nw.Expr]:
        """Columns that sentences of all policies name."""
        return {
            column_name: reckoned
            for name, columns in self.ready.items()
            for tree in self.book[name].trees()
            for column_name, reckoned in columns.reused(tree)
        }

    def units(self) -> Iterator[tuple[str, ...]]:
        """Policies in judging order; those of which only the higher one is given, together."""
        seen: set[str] = set()
        for name in self.book.order:
            group = self.book.groups.get(self.book[name].higher_one, (name,))
            unit = tuple(one for one in group if one in self.ready and one not in seen)
            seen |= set(unit)
            if unit:
                yield unit

    def deciders(self, name: str) -> list[str]:
        """Policies that come first by name, among those that are offered."""
        return [e.policy for e in self.book[name].excluded_by if e.policy in self.ready]

    def others(self, name: str) -> list[str]:
        """Policies that may come first by name."""
        group = next(unit for unit in self.units() if name in unit)
        return self.deciders(name) + [other for other in group if other != name]

    def has_others(self, name: str) -> bool:
        """Whether the policy has a `by` column."""
        return bool(self.others(name))

    def number_of(self, name: str) -> int:
        """What stands in `by` for a policy."""
        return self.book.order.index(name) + 1

    def _alone(self, name: str, sentences: Sentences, *, failed: bool) -> Iterator[nw.Expr]:
        policy, columns = self.book[name], self.ready[name]
        conditions = [sentences.column(c.tree, columns) for c in policy.conditions]
        holds = nw.all_horizontal(*conditions, ignore_nulls=False)
        trees = [tree for band in policy.bands for tree in (band.when, band.fen) if tree]
        if any(columns.is_open(tree, self.complete) for tree in trees):
            is_known = ~nw.col(column(name, AMOUNT)).is_null()
            holds = holds & nw.when(is_known).then(nw.lit(True))
        yield holds.alias(column(name, HOLDS))
        for turn, condition in enumerate(conditions if failed else ()):
            found = ~condition
            if columns.is_open(policy.conditions[turn].tree, self.complete):
                found = found.fill_null(False)
            yield found.alias(failed_column(name, turn))

    def _amount(self, name: str, sentences: Sentences) -> nw.Expr:
        """The amount in fen; null where it is open which band it is."""
        columns, found = self.ready[name], nw.lit(0)
        for band in reversed(self.book[name].bands):
            fen = columns.of(band.fen)
            if band.when is None:
                found = fen
                continue
            when = sentences.column(band.when, columns)
            found = nw.when(when).then(fen).otherwise(found)
            if columns.is_open(band.when, self.complete):
                found = nw.when(~when.is_null()).then(found)
        return found

    def _steps(self) -> Iterator[list[nw.Expr]]:
        for unit in self.units():
            outside = [c for name in unit for c in self._beside_deciders(name)]
            if outside:
                yield outside
            if len(unit) > 1:
                yield [c for name in unit for c in self._beside_group(name, unit)]

    def _beside_deciders(self, name: str) -> Iterator[nw.Expr]:
        if self.deciders(name):
            others = ((other, nw.col(column(other, HOLDS))) for other in self.deciders(name))
            yield from self._beside(name, list(others), nw.lit(0))

    def _beside_group(self, name: str, unit: tuple[str, ...]) -> Iterator[nw.Expr]:
        others = [
            (other, nw.col(column(other, HOLDS)) & beats(other, name))
            for other in unit
            if other != name
        ]
        by = nw.col(column(name, BY)) if self.deciders(name) else nw.lit(0)
        yield from self._beside(name, others, by)

    def _beside(
        self, name: str, others: list[tuple[str, nw.Expr]], by: nw.Expr
    ) -> Iterator[nw.Expr]:
        """`name` and none of the others, and which of them was the first to come before it."""
        holds = nw.col(column(name, HOLDS))
        for other, comes_first in others:
            is_first = comes_first.fill_null(False)
            is_hit = holds.fill_null(True) & is_first
            by = nw.when(is_hit).then(nw.lit(self.number_of(other))).otherwise(by)
            holds = holds & ~is_first
        yield holds.alias(column(name, HOLDS))
        yield by.alias(column(name, BY))


def beats(one: str, other: str) -> nw.Expr:
    """Whether `one` is the higher one; equal amounts go to the first by name."""
    mine, theirs = nw.col(column(one, AMOUNT)), nw.col(column(other, AMOUNT))
    return mine >= theirs if one < other else mine > theirs


def make_ready(book: Book, day: date, place: str, complete: frozenset[str] = frozenset()) -> Wide:
    """The book on one day; policies that are not offered there have no columns."""
    prefix, ready = trimmed(place), {}
    for policy in book.values():
        choices = policy.choices(day, prefix)
        if choices is not None and policy.is_offered(day, prefix):
            ready[policy.id] = Columns(day, prefix, choices, policy.division)
    return Wide(book, ready, complete)
