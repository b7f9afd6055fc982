"""The city before and after a change of one policy: heads and money, by policy and county."""

from datetime import date
from typing import Any

import polars as pl

from nuanban.rulebook.book import Book
from nuanban.rulebook.engines import PolarsEngine, as_frame
from nuanban.rulebook.sweep import Wish, sweep

_KEY = ["person_id", "policy"]


def touched(before: Book, after: Book, policy: str) -> list[str]:
    """The policy, those it is weighed against, and those that it comes before."""
    found = {policy}
    for book in (before, after):
        if policy in book:
            found |= set(book.groups.get(book[policy].higher_one, ()))
        found |= {p.id for p in book.values() if any(e.policy in found for e in p.excluded_by)}
    return sorted(found)


def compare(
    before: Book, after: Book, policy: str, facts: pl.DataFrame, day: date, place: str
) -> dict[str, Any]:
    """Figures as JSON: `policies` and `counties` of (name, heads and fen before and after), and
    what happens to people under the policy itself: new, lost, more, less, open."""
    names = touched(before, after, policy)
    rows = _verdicts(before, facts, Wish(day, place, [n for n in names if n in before]), "before")
    new = _verdicts(after, facts, Wish(day, place, [n for n in names if n in after]), "after")
    both = rows.join(new, on=_KEY, how="full", coalesce=True)
    own = both.filter(pl.col("policy") == policy).join(
        facts.select("person_id", county=pl.col(after[policy].division).str.slice(0, 6)),
        on="person_id",
        how="left",
    )
    return {
        "day": day.isoformat(),
        "people": facts.height,
        "policies": _figures(both, "policy"),
        "counties": _figures(own.with_columns(pl.col("county").fill_null("")), "county"),
        "moves": _moves(own),
    }


def _verdicts(book: Book, facts: pl.DataFrame, wish: Wish, side: str) -> pl.DataFrame:
    schema = {"person_id": pl.String, "policy": pl.String, side: pl.Int64}
    if not wish.policies:
        return pl.DataFrame(schema={**schema, f"{side}_open": pl.Boolean})
    found = sweep(book, as_frame(facts.lazy()), wish, PolarsEngine()).collect("polars").to_native()
    rows: pl.DataFrame = found.select(
        *_KEY,
        pl.when(pl.col("verdict") == "YES").then(pl.col("amount_fen")).alias(side),
        (pl.col("verdict") == "ASK").alias(f"{side}_open"),
    )
    return rows


def _figures(both: pl.DataFrame, key: str) -> list[dict[str, Any]]:
    counted = both.group_by(key).agg(
        heads_before=pl.col("before").is_not_null().sum(),
        heads_after=pl.col("after").is_not_null().sum(),
        fen_before=pl.col("before").sum(),
        fen_after=pl.col("after").sum(),
    )
    found: list[dict[str, Any]] = counted.sort(key).rename({key: "name"}).to_dicts()
    return found


def _moves(own: pl.DataFrame) -> dict[str, int]:
    had, has = pl.col("before").is_not_null(), pl.col("after").is_not_null()
    counted = own.select(
        new=(has & ~had).sum(),
        lost=(had & ~has & ~pl.col("after_open").fill_null(False)).sum(),
        more=(pl.col("after") > pl.col("before")).sum(),
        less=(pl.col("after") < pl.col("before")).sum(),
        open_before=pl.col("before_open").fill_null(False).sum(),
        open_after=pl.col("after_open").fill_null(False).sum(),
        became_open=(had & pl.col("after_open").fill_null(False)).sum(),
    )
    return {name: int(value or 0) for name, value in counted.row(0, named=True).items()}
