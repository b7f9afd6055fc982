"""A population: a tree becomes a column expression that says the same as its Python function.

Unknown stays null. Dates inside reckonings are numbers yyyymmdd, as in `days`.
"""

from calendar import isleap
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce

import narwhals as nw

from nuanban.rulebook import days
from nuanban.rulebook.dated_numbers import Choices
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
    numbers_in,
    parts_of,
)

MARCH_FOR_FEBRUARY = 301 - 229
# Long to reckon and used often in one sentence: made once, as columns of their own.
REUSED = ("days_since", "days_until", "days_since_anniversary")
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True)
class Columns:
    """Compiles trees of one policy for one day and place (a prefix)."""

    day: date
    place: str
    choices: Choices
    division: str

    def of(self, tree: Tree) -> nw.Expr:
        """The column of a tree."""
        match tree:
            case Known(fact):
                return nw.col(fact.name)
            case Number(name):
                return self._number(name)
            case Literal(value):
                return nw.lit(value)
            case All() | Some() | Not():
                return self._logic(tree)
            case Compare():
                return self._compare(tree)
            case Reckon():
                return self._reckon(tree)
            case OneOf(of, values, is_negated):
                found = self.of(of).is_in(list(values))
                return ~found if is_negated else found
            case Call():
                name = reused_column(tree)
                return nw.col(name) if name else self._call(tree)

    def reused(self, tree: Tree) -> Iterator[tuple[str, nw.Expr]]:
        """The columns that `of` names for calls that are used often."""
        if isinstance(tree, Compare) and self._either_span(tree) is not None:
            return
        if isinstance(tree, Call) and reused_column(tree):
            yield reused_column(tree), self._call(tree).alias(reused_column(tree))
        for part in parts_of(tree):
            yield from self.reused(part)

    def is_open(self, tree: Tree, complete: Set[str]) -> bool:
        """Whether what it asks may be unknown of somebody; `complete`: facts that never are."""
        names = {fact.name for fact in facts_in(tree)}
        if any(self.choices[number].finer for number in numbers_in(tree)):
            names.add(self.division)
        return not names <= complete

    def _logic(self, tree: All | Some | Not) -> nw.Expr:
        if isinstance(tree, Not):
            return ~self.of(tree.part)
        parts = map(self.of, tree.parts)
        if isinstance(tree, All):
            return reduce(lambda a, b: a & b, parts)
        return reduce(lambda a, b: a | b, parts)

    def _number(self, name: str) -> nw.Expr:
        choice = self.choices[name]
        if not choice.finer:
            return nw.lit(choice.base)
        division = nw.col(self.division)
        found: nw.Expr = nw.lit(choice.base)
        for prefix, value in reversed(choice.finer):
            found = nw.when(division.str.starts_with(prefix)).then(nw.lit(value)).otherwise(found)
        return nw.when(~division.is_null()).then(found)

    def plain(self, tree: Tree) -> int | None:
        """The value of a literal, or of a number that is the same all over the place."""
        if isinstance(tree, Literal):
            return int(tree.value)
        if isinstance(tree, Number) and not self.choices[tree.name].finer:
            return self.choices[tree.name].base
        return None

    def _compare(self, tree: Compare) -> nw.Expr:
        span = self._either_span(tree)
        if span is not None:
            return span
        as_number = isinstance(tree.left, Call) or isinstance(tree.right, Call)
        if tree.left.type.kind.value == "date" and as_number:
            return _signed(tree.op, self._day_number(tree.left), self._day_number(tree.right))
        return _signed(tree.op, self.of(tree.left), self.of(tree.right))

    def _either_span(self, tree: Compare) -> nw.Expr | None:
        span = self._span(tree.op, tree.left, tree.right)
        return span if span is not None else self._span(_FLIPPED[tree.op], tree.right, tree.left)

    def _span(self, op: str, left: Tree, right: Tree) -> nw.Expr | None:
        """`age(x) >= 80` is `x <= day`: one comparison instead of a reckoning for each person."""
        if not (isinstance(left, Call) and isinstance(left.parts[0], Known)):
            return None
        value, counted_from = self.plain(right), self._counted_from(left)
        if value is None or counted_from is None:
            return None
        if left.name == "days_until":
            op, value = _FLIPPED[op], -value
        column = nw.col(left.parts[0].fact.name)

        def at_least(span: int) -> nw.Expr:
            return column <= nw.lit(_before(counted_from, left.name, span))

        if op in (">=", "<"):
            found = at_least(value)
        elif op in (">", "<="):
            found = at_least(value + 1)
        else:
            found = at_least(value) & ~at_least(value + 1)
        return found if op in (">=", ">", "==") else ~found

    def _counted_from(self, call: Call) -> date | None:
        """The day from which years, months or days are counted back; None where people differ."""
        if call.name in ("age", "months_since", "days_since", "days_until"):
            return self.day
        number = self.plain(call.parts[1]) if call.name == "age_on" else None
        return days.as_date(number) if number is not None else None

    def _reckon(self, tree: Reckon) -> nw.Expr:
        left, right = self._wide(tree.left), self._wide(tree.right)
        match tree.op:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "//":
                return left // right
        if self.plain(tree.left) is not None:
            left, right = right, left
        is_left = left <= right if tree.op == "min" else left >= right
        if self.plain(tree.left) is not None or self.plain(tree.right) is not None:
            # Only the first can be unknown: then the comparison is, and the first is taken.
            return nw.when(~is_left).then(right).otherwise(left)
        either = nw.when(is_left).then(left).otherwise(right)
        return nw.when(~(left.is_null() | right.is_null())).then(either)

    def _wide(self, tree: Tree) -> nw.Expr:
        """Facts may come in narrow types, in which sums would not fit."""
        column = self.of(tree)
        return column.cast(nw.Int64) if isinstance(tree, Known) else column

    def _call(self, tree: Call) -> nw.Expr:
        first = tree.parts[0]
        match tree.name:
            case "in_place" | "in_division":
                return _starts(self.of(first), tree.words or (self.place,))
            case "happened":
                return (self.of(first) <= nw.lit(self.day)).fill_null(False)
            case "within_days":
                return self._within(tree)
            case "age":
                return (days.as_number(self.day) - self._day_number(first)) // 10_000
            case "age_on":
                return (self.of(tree.parts[1]) - self._day_number(first)) // 10_000
            case "months_since":
                return self._months_since(first)
            case "days_since":
                return self.day.toordinal() - self._ordinal(first)
            case "days_until":
                return self._ordinal(first) - self.day.toordinal()
            case "days_since_anniversary":
                return self._days_since_anniversary(first)
        return self._day_number(tree)

    def _within(self, tree: Call) -> nw.Expr:
        on, span = tree.parts
        length = self.plain(span)
        if length is not None and isinstance(on, Known):
            column = nw.col(on.fact.name)
            return (column >= nw.lit(self.day)) & (
                column <= nw.lit(self.day + timedelta(days=length))
            )
        ahead = self._ordinal(on) - self.day.toordinal()
        return (ahead >= 0) & (ahead <= self.of(span))

    def _day_number(self, tree: Tree) -> nw.Expr:
        """A date as yyyymmdd."""
        if isinstance(tree, Call) and tree.name == "last_anniversary":
            return self._last_anniversary(self._day_number(tree.parts[0]))
        column = self.of(tree).dt
        year, month, day = (
            part.cast(nw.Int64) for part in (column.year(), column.month(), column.day())
        )
        return year * 10_000 + month * 100 + day

    def _last_anniversary(self, number: nw.Expr) -> nw.Expr:
        month_day = number % 10_000
        is_to_come = month_day > days.as_number(self.day) % 10_000
        return (
            nw.when(is_to_come)
            .then(_in_year(month_day, self.day.year - 1))
            .otherwise(_in_year(month_day, self.day.year))
        )

    def _months_since(self, tree: Tree) -> nw.Expr:
        number = self._day_number(tree)
        months = (number // 10_000) * 12 + (number // 100) % 100
        is_early = nw.when(number % 100 > self.day.day).then(nw.lit(1)).otherwise(nw.lit(0))
        return (self.day.year * 12 + self.day.month) - months - is_early

    def _ordinal(self, tree: Tree) -> nw.Expr:
        """Days since the year 1, as `date.toordinal`, from whole numbers alone."""
        number = self._day_number(tree)
        month, day = (number // 100) % 100, number % 100
        year = (number // 10_000) - nw.when(month <= 2).then(nw.lit(1)).otherwise(nw.lit(0))
        of_year = _since_march(month, day)
        return year * 365 + year // 4 - year // 100 + year // 400 + of_year - 305

    def _days_since_anniversary(self, tree: Tree) -> nw.Expr:
        """Within years that begin in March: only the one before today's may have a leap day."""
        column = self.of(tree).dt
        then = _since_march(column.month().cast(nw.Int64), column.day().cast(nw.Int64))
        march = date(self.day.year - int(self.day.month < 3), 3, 1)
        today = (self.day - march).days
        before = (march - march.replace(year=march.year - 1)).days
        is_to_come = nw.when(then > today).then(nw.lit(before)).otherwise(nw.lit(0))
        return today - then + is_to_come


def reused_column(tree: Call) -> str:
    """The name of the column of a call that is used often; empty for others."""
    first = tree.parts[0]
    if tree.name in REUSED and isinstance(first, Known):
        return f"{tree.name}__{first.fact.name}"
    return ""


def _before(day: date, name: str, span: int) -> date:
    """The latest date of which `name` reckons at least `span` on `day`."""
    if name in ("age", "age_on"):
        return days.years_before(day, span)
    if name == "months_since":
        return days.months_before(day, span)
    return date.fromordinal(min(max(day.toordinal() - span, 1), date.max.toordinal()))


def _since_march(month: nw.Expr, day: nw.Expr) -> nw.Expr:
    """Days since 1 March; the year begins there, so that the leap day is its last."""
    return ((month + 9) % 12 * 306 + 5) // 10 + day - 1


def _in_year(month_day: nw.Expr, year: int) -> nw.Expr:
    whole = month_day + year * 10_000
    if isleap(year):
        return whole
    extra = nw.when(month_day == 229).then(nw.lit(MARCH_FOR_FEBRUARY)).otherwise(nw.lit(0))
    return whole + extra


def _starts(column: nw.Expr, prefixes: tuple[str, ...]) -> nw.Expr:
    return reduce(lambda a, b: a | b, (column.str.starts_with(prefix) for prefix in prefixes))


def _signed(op: str, left: nw.Expr, right: nw.Expr) -> nw.Expr:
    match op:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
    return left >= right
