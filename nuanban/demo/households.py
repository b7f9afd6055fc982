"""Synthetic people become households: couples with children, three generations, old people alone.

Ages are drawn one by one to fit the census, so households are put together afterwards from people
of one county. Shares are rough and assumed; the mean size comes near the 2.76 of the census.
"""

import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from nuanban.demo.names import family_of
from nuanban.lib.days import age_on
from nuanban.residents.actions import NewResident, NewStatus
from nuanban.residents.enums import Relation, Sex, Source, StatusKind

ADULT, OLD, VERY_OLD = 22, 60, 80
# How many of an age live with a husband or wife.
MARRIED = ((30, 0.45), (OLD, 0.86), (VERY_OLD, 0.7), (130, 0.35))
WITH_CHILDREN, MOST_CHILDREN, MOST_GRANDCHILDREN = 0.45, 3, 2
# Of grown people without a family of their own, those who live with their parents, by age.
AT_HOME = ((30, 0.85), (45, 0.6), (OLD, 0.3))
ALONE = {StatusKind.LIVES_ALONE, StatusKind.TEKUN}


@dataclass
class Home:
    """People under one roof, by what they are to the head, who stands first."""

    people: list[tuple[NewResident, Relation | None]] = field(default_factory=list)

    @property
    def head(self) -> NewResident:
        """The first one."""
        return self.people[0][0]

    def count(self, relation: Relation) -> int:
        """How many are this to the head."""
        return sum(one == relation for _person, one in self.people)


def settled(
    people: Iterable[NewResident], today: date, dibao: float, chance: random.Random
) -> Iterator[Home]:
    """Households of these people, county by county. `dibao`: percent of households."""
    counties: dict[str, list[NewResident]] = defaultdict(list)
    for person in people:
        counties[(person.registered_division or "")[:6]].append(person)
    for county in counties.values():
        for home in _Neighbours(county, today, chance).homes():
            is_poor = chance.random() < dibao / 100
            yield Home([(_moved(p, home, is_poor, chance, today), r) for p, r in home.people])


class _Neighbours:
    """People of one county, put together by their ages."""

    def __init__(self, people: Sequence[NewResident], today: date, chance: random.Random) -> None:
        self.today, self.chance = today, chance
        self.people = sorted(people, key=self._born)

    def homes(self) -> list[Home]:
        """Couples first, then single people; children and old parents join them."""
        grown = [p for p in self.people if self._age(p) >= ADULT]
        free = [p for p in grown if not self._is_alone(p)]
        homes = self._couples(free)
        married = {id(person) for home in homes for person, _ in home.people}
        single = [p for p in grown if id(p) not in married]
        homes += self._singles(single, homes)
        young = [p for p in self.people if self._age(p) < ADULT]
        for person in reversed(young):
            self._with_parents(person, homes)
        return homes

    def _couples(self, people: Sequence[NewResident]) -> list[Home]:
        men = [p for p in people if p.sex == Sex.MALE]
        women = [p for p in people if p.sex == Sex.FEMALE]
        found = []
        # Both by age: the tenth oldest man beside the tenth oldest woman are about of an age.
        for turn, man in enumerate(men):
            wife = women[turn * len(women) // len(men)] if women else None
            if wife is None or (turn and wife is women[(turn - 1) * len(women) // len(men)]):
                continue
            near = abs((self._born(man) - self._born(wife)).days) < 12 * 365
            if near and self.chance.random() < _share(MARRIED, self._age(man)):
                found.append(Home([(man, None), (wife, Relation.SPOUSE)]))
        return found

    def _singles(self, people: Sequence[NewResident], homes: Sequence[Home]) -> list[Home]:
        """Old parents with their grown children, grown children at home; others by themselves."""
        found = []
        for person in people:
            age = self._age(person)
            is_old, share = age >= OLD, WITH_CHILDREN if age >= OLD else _share(AT_HOME, age)
            home = None
            if not self._is_alone(person) and self.chance.random() < share:
                home = self._home_of(person, homes, (-42, -20) if is_old else (22, 40))
            relation = Relation.PARENT if is_old else Relation.CHILD
            if home is not None and home.count(relation) < 2:
                home.people.append((person, relation))
            else:
                found.append(Home([(person, None)]))
        return found

    def _with_parents(self, child: NewResident, homes: list[Home]) -> None:
        home = self._home_of(child, homes, (20, 42))
        relation = Relation.CHILD
        if home is None or home.count(relation) >= MOST_CHILDREN:
            home, relation = self._home_of(child, homes, (43, 68)), Relation.GRANDCHILD
        if home is None or home.count(relation) >= MOST_GRANDCHILDREN:
            # In a small county nobody may be of the right age.
            home, relation = (self.chance.choice(homes) if homes else None), Relation.OTHER
        if home is None:
            homes.append(Home([(child, None)]))
        else:
            home.people.append((child, relation))

    def _home_of(
        self, person: NewResident, homes: Sequence[Home], older: tuple[int, int]
    ) -> Home | None:
        """A couple whose head is so many years older; homes stand by the age of their heads."""
        first, last = (self._born(person) - timedelta(days=365 * y) for y in reversed(older))
        couples = [h for h in homes if h.count(Relation.SPOUSE)]
        born = [self._born(h.head) for h in couples]
        low, high = bisect_left(born, first), bisect_left(born, last)
        fit = sorted(couples[low:high], key=lambda h: len(h.people))[: max(1, (high - low) // 2)]
        return self.chance.choice(fit) if fit else None

    def _born(self, person: NewResident) -> date:
        return person.birth_on or self.today

    def _age(self, person: NewResident) -> int:
        return age_on(self._born(person), self.today)

    def _is_alone(self, person: NewResident) -> bool:
        return any(status.kind in ALONE for status in person.statuses)


def _share(shares: Sequence[tuple[int, float]], age: int) -> float:
    return next(share for below, share in shares if age < below)


def _moved(
    person: NewResident, home: Home, is_poor: bool, chance: random.Random, today: date
) -> NewResident:
    """At the address of the head; children have the head's family name."""
    head, is_child = home.head, (person, Relation.CHILD) in home.people
    statuses = list(person.statuses)
    if is_poor and not any(status.kind == StatusKind.TEKUN for status in statuses):
        since = today - timedelta(days=chance.randrange(60, 2_000))
        statuses.append(
            NewStatus(StatusKind.DIBAO, since, Source.CIVIL_AFFAIRS, evidence="低保名册")
        )
    given = person.name.removeprefix(family_of(person.name))
    return replace(
        person,
        name=family_of(head.name) + given if is_child else person.name,
        address=head.address,
        registered_division=head.registered_division,
        resident_division=head.resident_division,
        statuses=statuses,
    )
