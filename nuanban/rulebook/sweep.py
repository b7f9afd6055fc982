"""A population: one row per person and policy whose verdict is YES or ASK, or all of them.

The same verdicts as `judge`, with Polars on one machine or PySpark on a cluster (`engines`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import narwhals as nw

from nuanban.rulebook.book import Book
from nuanban.rulebook.engines import Engine
from nuanban.rulebook.gaps import GapFinder, gap_column
from nuanban.rulebook.judge import NOT_OFFERED
from nuanban.rulebook.policy import Verdict
from nuanban.rulebook.wide import AMOUNT, BY, HOLDS, Frame, Wide, column, failed_column, make_ready

LISTS = ("failed", "missing")
COLUMNS = (
    *("person_id", "policy", "verdict", "amount_fen", "period"),
    *(*LISTS, "excluded_by"),
)


@dataclass(frozen=True)
class Wish:
    """What to sweep: the day, the place, and whether to tell of every NO as well."""

    day: date
    place: str
    policies: Sequence[str] = ()
    all_rows: bool = False


def sweep(book: Book, facts: Frame, wish: Wish, engine: Engine) -> Frame:
    """Verdict rows (COLUMNS) for a frame of facts with typed columns."""
    wanted = list(wish.policies) or list(book)
    facts = engine.kept(facts)
    wide = make_ready(book.only(wanted), wish.day, wish.place, engine.complete(facts))
    rows = _Rows(wide, engine, engine.kept(wide.verdicts(facts, failed=wish.all_rows)))
    offered = [name for name in wanted if name in wide.ready]
    frames = [rows.granted(name) for name in offered] + list(rows.open(offered))
    if wish.all_rows:
        frames += [rows.refused(name) for name in offered]
        frames += [rows.not_offered(name) for name in wanted if name not in offered]
    return nw.concat(frames, how="vertical")


@dataclass(frozen=True)
class _Rows:
    """From columns to rows."""

    wide: Wide
    engine: Engine
    judged: Frame

    def granted(self, name: str) -> Frame:
        """Rows of those who get it."""
        frame = self.judged.filter(nw.col(column(name, HOLDS)))
        amount = nw.col(column(name, AMOUNT))
        return self._row(frame, name, Verdict.YES, amount)

    def open(self, names: Sequence[str]) -> Iterator[Frame]:
        """Rows of those about whom facts are missing."""
        is_open = nw.any_horizontal(
            *(nw.col(column(name, HOLDS)).is_null() for name in names), ignore_nulls=True
        )
        finder = GapFinder(self.wide)
        gaps = self.engine.kept(finder.with_gaps(self.judged.filter(is_open)))
        for name in names:
            frame = gaps.filter(nw.col(column(name, HOLDS)).is_null())
            asked = {gap_column(name, fact): fact for fact in sorted(finder.gaps[name])}
            nothing = nw.lit(None, nw.Int64)
            yield self._row(frame, name, Verdict.ASK, nothing, missing=asked)

    def refused(self, name: str) -> Frame:
        """Rows of those who do not get it, with every article that fails."""
        frame = self.judged.filter(~nw.col(column(name, HOLDS)))
        conditions = self.wide.book[name].conditions
        failed = {failed_column(name, turn): c.article for turn, c in enumerate(conditions)}
        by = self.wide.has_others(name)
        excluded = self._excluder(name) if by else None
        return self._row(frame, name, Verdict.NO, nw.lit(0), failed=failed, excluded_by=excluded)

    def not_offered(self, name: str) -> Frame:
        """Rows of a policy that is not in force here today."""
        frame = self.judged.with_columns(nw.lit(True).alias("is_out"))
        return self._row(frame, name, Verdict.NO, nw.lit(0), failed={"is_out": NOT_OFFERED})

    def _excluder(self, name: str) -> nw.Expr:
        by = nw.col(column(name, BY))
        found: nw.Expr = nw.lit(None, nw.String)
        for other in self.wide.others(name):
            is_it = by == self.wide.number_of(other)
            found = nw.when(is_it).then(nw.lit(other)).otherwise(found)
        return found

    def _row(
        self,
        frame: Frame,
        name: str,
        verdict: Verdict,
        amount: nw.Expr,
        *,
        failed: dict[str, str] | None = None,
        missing: dict[str, str] | None = None,
        excluded_by: nw.Expr | None = None,
    ) -> Frame:
        lists = (("failed", failed or {}), ("missing", missing or {}))
        for target, names in lists:
            frame = self.engine.listed(frame, target, names)
        return frame.select(
            nw.col("person_id"),
            nw.lit(name).alias("policy"),
            nw.lit(verdict.value).alias("verdict"),
            amount.cast(nw.Int64).alias("amount_fen"),
            nw.lit(self.wide.book[name].period.value).alias("period"),
            *(nw.col(target) for target in LISTS),
            (excluded_by if excluded_by is not None else nw.lit(None, nw.String)).alias(
                "excluded_by"
            ),
        )
