"""What runs out, for whom, and when.

A policy with `notice_days` says YES when something ends within them. Judged on an earlier day it
says YES only to what ends sooner: so the steps need no dates of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import narwhals as nw
import polars as pl

from nuanban.eligibility import queries as eligibility
from nuanban.offices import queries as offices
from nuanban.rulebook.book import Book
from nuanban.rulebook.engines import PolarsEngine, as_frame
from nuanban.rulebook.sweep import Wish, sweep

STEPS = (7, 30, 60, 90)
# Where one fact tells the day itself: that day, and how many days later it runs out.
_LAST_DAYS = {
    "disability_certificate_renewal": ("disability_expires_on", 0),
    "pension_certification_due": ("pension_certified_on", 365),
}


@dataclass(frozen=True)
class RunningOut:
    """Something of a person runs out within `step` days, or did already. `due_on`: the day itself,
    where a fact tells it.
    """

    person: UUID
    policy: str
    step: int
    due_on: date | None


def due_policies(book: Book) -> list[str]:
    """Policies that tell what runs out."""
    return [policy.id for policy in book.values() if policy.notice_days]


def nearest(
    book: Book, facts: pl.DataFrame, due: list[str], day: date, place: str
) -> Iterator[tuple[tuple[str, str], int]]:
    """Person and policy with the smallest step that is reached; the smallest comes last."""
    for step in sorted(STEPS, reverse=True):
        for name in due:
            # Nobody is born or registered later than the day that is judged.
            earlier = day - timedelta(days=max(book[name].notice_days - step, 0))
            wish = Wish(earlier, place, [name])
            rows = sweep(book, as_frame(facts.lazy()), wish, PolarsEngine()).collect("polars")
            for person in rows.filter(nw.col("verdict") == "YES")["person_id"]:
                yield (person, name), step


def living_city(day: date, at: datetime) -> pl.DataFrame:
    """The facts of everybody who lives."""
    with eligibility.one_snapshot():
        facts = eligibility.facts_of_city(day, at)
    return facts.filter(pl.col("death_date").is_null())


def running_out(day: date, at: datetime) -> list[RunningOut]:
    """Everything that runs out in the city, as its departments know it."""
    city = offices.city()
    if city is None:
        return []
    book, facts = eligibility.book_on(day), living_city(day, at)
    found = dict(nearest(book, facts, due_policies(book), day, city.division_id))
    last = {name: _last_days(facts, *told) for name, told in _LAST_DAYS.items()}
    return [
        RunningOut(UUID(person), policy, step, last.get(policy, {}).get(person))
        for (person, policy), step in found.items()
    ]


def _last_days(facts: pl.DataFrame, fact: str, later: int) -> dict[str, date]:
    rows = facts.select("person_id", pl.col(fact) + pl.duration(days=later)).drop_nulls()
    return dict(rows.rows())
