"""Everybody who lives, with what makes them easy to miss, in two questions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import polars as pl
from django.db import connection, transaction

from nuanban.knocks.ranking import Person
from nuanban.lib.copying import take_time
from nuanban.lib.days import age_on, city_day
from nuanban.residents import queries as residents
from nuanban.residents.enums import DisabilityCategory, StatusKind

_LEVELS = "一二三四"
SEVERE = (1, 2)


@dataclass(frozen=True)
class City:
    """`people` and `held` as residents.queries give them, without the dead."""

    people: pl.DataFrame
    held: pl.DataFrame
    day_at: datetime

    def persons(self, wanted: Collection[UUID]) -> dict[UUID, tuple[Person, str]]:
        """How vulnerable each of them is, and where they live; who is not here is left out."""
        ids = pl.Series("resident", [str(one) for one in wanted], pl.String).unique()
        people = self.people.filter(pl.col("resident").is_in(ids.implode()))
        held = self.held.filter(pl.col("resident").is_in(ids.implode()))
        alone, tekun = self._holding(held, "lives_alone"), self._holding(held, "tekun")
        disabled = {
            person: (category, level)
            for person, category, level in held.filter(kind=StatusKind.DISABILITY.value)
            .select("resident", "category", "level")
            .rows()
        }
        day, found = city_day(self.day_at), {}
        for person, born, here, registered in people.select(
            "resident", "birth_date", "resident_division", "registered_division"
        ).iter_rows():
            one = Person(
                age=age_on(born, day) if born else None,
                lives_alone=person in alone,
                disability=_words(*disabled[person]) if person in disabled else "",
                is_severe=person in disabled and disabled[person][1] in SEVERE,
                is_tekun=person in tekun,
            )
            found[UUID(person)] = (one, here or registered or "")
        return found

    @staticmethod
    def _holding(held: pl.DataFrame, kind: str) -> set[str]:
        return set(held.filter(kind=StatusKind(kind).value)["resident"])


def _words(category: str, level: int | None) -> str:
    label = DisabilityCategory(category).label
    return f"{label}残疾{_LEVELS[level - 1]}级" if level else f"{label}残疾"


def city_of(at: datetime) -> City:
    """Everybody on file who lives, as known now."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            take_time(cursor.cursor)
        people = residents.people_of_city(at)
        held = residents.statuses_of_city(city_day(at), at)
    dead = held.filter(kind=StatusKind.DECEASED.value)["resident"]
    return City(
        people.filter(~pl.col("resident").is_in(dead.implode())),
        held.filter(~pl.col("resident").is_in(dead.implode())),
        at,
    )
