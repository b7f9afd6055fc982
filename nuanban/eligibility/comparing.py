"""The city before and after a change of one policy: heads and money, by policy and county."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from nuanban.rulebook.book import Book
from nuanban.rulebook.engines import PolarsEngine, as_frame
from nuanban.rulebook.sweep import Wish, sweep

_KEY = ["person_id", "policy"]
AT_ONCE = 50_000
MOVES = ("new", "lost", "more", "less", "open_before", "open_after", "became_open")
Figures = dict[str, Any]
Note = Callable[[float], None]


def touched(before: Book, after: Book, policy: str) -> list[str]:
    """The policy, those it is weighed against, and those that it comes before."""
    found = {policy}
    for book in (before, after):
        if policy in book:
            found |= set(book.groups.get(book[policy].higher_one, ()))
        found |= {p.id for p in book.values() if any(e.policy in found for e in p.excluded_by)}
    return sorted(found)


@dataclass(frozen=True)
class Question:
    """What is compared: the book without and with the text of a policy, on a day, in a place."""

    before: Book
    after: Book
    policy: str
    day: date
    place: str


def compare(asked: Question, facts: pl.DataFrame, note: Note = lambda share: None) -> Figures:
    """Figures as JSON: `policies` and `counties` of (name, heads and fen before and after), and
    what happens to people under the policy itself: new, lost, more, less, open.

    The city is judged slice by slice; `note` hears which share of it is done, from 0 to 1.
    """
    parts, done = [], 0
    for part in facts.iter_slices(AT_ONCE):
        parts.append(_compared(asked, part))
        done += part.height
        note(done / facts.height)
    return {
        "day": asked.day.isoformat(),
        "people": facts.height,
        "policies": _summed([row for part in parts for row in part["policies"]]),
        "counties": _summed([row for part in parts for row in part["counties"]]),
        "moves": {name: sum(part["moves"][name] for part in parts) for name in MOVES},
    }


def _summed(rows: list[Figures]) -> list[Figures]:
    found: dict[str, Figures] = {}
    for row in rows:
        kept = found.setdefault(row["name"], {name: 0 for name in row} | {"name": row["name"]})
        for name, value in row.items():
            kept[name] = value if name == "name" else kept[name] + value
    return [found[name] for name in sorted(found)]


def _compared(asked: Question, facts: pl.DataFrame) -> Figures:
    before, after, policy = asked.before, asked.after, asked.policy
    names = touched(before, after, policy)
    wishes = [
        Wish(asked.day, asked.place, [n for n in names if n in book]) for book in (before, after)
    ]
    rows = _verdicts(before, facts, wishes[0], "before")
    both = rows.join(
        _verdicts(after, facts, wishes[1], "after"), on=_KEY, how="full", coalesce=True
    )
    own = both.filter(pl.col("policy") == policy).join(
        facts.select("person_id", county=pl.col(after[policy].division).str.slice(0, 6)),
        on="person_id",
        how="left",
    )
    return {
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
