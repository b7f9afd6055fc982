"""People as frames, and verdicts as comparable rows."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from nuanban.rulebook.book import Book
from nuanban.rulebook.engines import PolarsEngine, as_frame
from nuanban.rulebook.facts import CITY, Kind
from nuanban.rulebook.judge import Judge
from nuanban.rulebook.people import checked_frame
from nuanban.rulebook.sweep import Wish, sweep

_TYPES = {Kind.BOOL: pl.Boolean, Kind.INT: pl.Int64, Kind.TEXT: pl.String, Kind.DATE: pl.Date}
SCHEMA: dict[str, Any] = {"person_id": pl.String} | {n: _TYPES[f.kind] for n, f in CITY.items()}
Rows = set[tuple[Any, ...]]


def table(people: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """One row per person."""
    return pl.DataFrame([dict(person) for person in people], schema=SCHEMA)


def judged_rows(book: Book, people: Iterable[Mapping[str, Any]], day: date, place: str) -> Rows:
    """What `judge` says of everybody."""
    judge = Judge(book, day, place)
    return {
        (
            *(person["person_id"], one.policy, one.verdict.value, one.amount_fen, one.period),
            *(one.failed, one.missing, one.excluded_by),
        )
        for person in people
        for one in judge.judge(person)
    }


def swept_rows(book: Book, people: pl.DataFrame, wish: Wish) -> Rows:
    """What `sweep` says of everybody."""
    facts = checked_frame(as_frame(people.lazy()), list(CITY), CITY, date(2100, 1, 1))
    rows = sweep(book, facts, wish, PolarsEngine()).collect().rows()
    return {comparable(row) for row in rows}


def comparable(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Lists as tuples."""
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)
