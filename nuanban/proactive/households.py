"""One a household (一户一份): who of it is served already, at the reckoning and at the giving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import polars as pl
from django.db import connection
from django.db.models import Q

from nuanban.lib.copying import table_of
from nuanban.proactive.enums import LIVE, ChangeKind, GrantState
from nuanban.proactive.models import Change, Entitlement, Grant, Run
from nuanban.proactive.periods import period_key
from nuanban.residents import queries as residents
from nuanban.residents.queries import Resident
from nuanban.rulebook.book import Book

SERVED = {"person_id": pl.String, "policy": pl.String}
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@dataclass(frozen=True)
class Homes:
    """Who lives together, who of them is served already, and for which policies this matters."""

    members: pl.DataFrame
    served: pl.DataFrame
    policies: list[str]


def homes_of_run(run: Run, book: Book) -> Homes | None:
    """As it is when the run is reckoned; None where no policy of it is for households."""
    policies = [name for name in run.policies if book[name].per_household]
    if not policies:
        return None
    members = residents.households_of_city(run.day, run.known_at).rename({"resident": "person_id"})
    return Homes(members, _served(policies, book, run.day), policies)


def _served(policies: Sequence[str], book: Book, day: date) -> pl.DataFrame:
    names = ", ".join(f"'{name}'" for name in policies if name.isidentifier())
    live = ", ".join(f"'{state.value}'" for state in LIVE)
    given = " OR ".join(
        f"(policy = '{name}' AND period_key = '{period_key(book[name].period, day)}')"
        for name in policies
        if name.isidentifier()
    )
    sql = (
        f"SELECT resident_id, policy FROM proactive_entitlement "
        f"WHERE policy IN ({names}) AND state IN ({live}) "
        f"UNION SELECT resident_id, policy FROM proactive_grant "
        f"WHERE ({given}) AND state <> '{GrantState.WITHDRAWN.value}'"
    )
    with connection.cursor() as cursor:
        return table_of(cursor.cursor, sql, SERVED)


class Taken:
    """What households have got since the preview; inside the transaction that gives."""

    def __init__(self, changes: Sequence[Change], book: Book, day: date) -> None:
        self.book, self.day = book, day
        new = [c for c in changes if c.kind == ChangeKind.START and book[c.policy].per_household]
        self.mates = residents.housemates_of({change.resident_id for change in new})
        self.homes: set[tuple[UUID, str]] = set()
        for change in sorted(new, key=self._key):
            self._look(change)

    def _key(self, change: Change) -> str:
        home = self.mates.get(change.resident_id)
        return f"proactive.household {change.policy} {home[0] if home else ''}"

    def _look(self, change: Change) -> None:
        if change.resident_id not in self.mates:
            return
        # Two runs that give to two people of one household wait for each other here.
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [self._key(change)])
        home, mates = self.mates[change.resident_id]
        if served_among(mates, self.book, change.policy, self.day):
            self.homes.add((home, change.policy))

    def by_another(self, change: Change) -> bool:
        """Whether somebody else of the household has it; if not, this person has it from now on."""
        home = self.mates.get(change.resident_id)
        if home is None or not self.book[change.policy].per_household:
            return False
        key = (home[0], change.policy)
        is_taken = key in self.homes
        self.homes.add(key)
        return is_taken


def served_among(people: Sequence[UUID], book: Book, policy: str, day: date) -> UUID | None:
    """Who of these people has the policy now, or had it for this period."""
    states = [state.value for state in LIVE]
    live = Entitlement.objects.filter(resident__in=people, policy=policy, state__in=states)
    key = period_key(book[policy].period, day)
    given = Grant.objects.filter(~Q(state=GrantState.WITHDRAWN), resident__in=people)
    found = live.values_list("resident_id", flat=True).first()
    return (
        found
        or given.filter(policy=policy, period_key=key).values_list("resident_id", flat=True).first()
    )


def through_household(resident: Resident, book: Book, day: date) -> dict[str, str]:
    """Policies for households that somebody else of this one has, with the name of that person."""
    _home, mates = residents.housemates_of([resident.pk]).get(resident.pk, (None, []))
    if not mates:
        return {}
    asked = [policy.id for policy in book.values() if policy.per_household]
    found = {name: served_among(mates, book, name, day) for name in asked}
    names = residents.names_of([person for person in found.values() if person])
    return {name: names[person] for name, person in found.items() if person}
