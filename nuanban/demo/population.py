"""A synthetic population, calibrated to the census, the same for the same seed.

Nobody here exists: identity numbers carry area codes that were never assigned (430699, 511499).
Sources: county census bulletins 2020, age structure by city, disability survey and card
statistics; what had to be assumed is marked so in `MARGINS`.
"""

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from nuanban.demo.names import full_name
from nuanban.lib.days import age_on
from nuanban.lib.id_numbers import IdNumber, check_character
from nuanban.residents.actions import NewResident, NewStatus
from nuanban.residents.enums import Need, Sex, Source, StatusKind

# Ages 60+ by five years, national shape of 2020, in percent of 60+ (parts add to 100).
OLD_SHAPE = (
    (60, 64, 27.8),
    (65, 69, 28.0),
    (70, 74, 18.8),
    (75, 79, 11.8),
    (80, 84, 7.7),
    (85, 89, 4.1),
    (90, 94, 1.4),
    (95, 99, 0.31),
    (100, 104, 0.045),
)
CATEGORIES = ((1, 10.5), (2, 8.5), (3, 1.5), (4, 55.0), (5, 10.0), (6, 11.0), (7, 3.5))
CARD_AT_60 = 0.53


@dataclass(frozen=True)
class Margins:
    """Shares of a city, in percent of residents unless said otherwise."""

    area: str
    children: float
    working: float
    old: float
    over_65_of_old: float
    card: float = 2.7
    severe_of_card: float = 45.0
    dibao: float = 2.8
    tekun: float = 0.45
    pregnant: float = 0.45
    veterans_of_adults: float = 3.0
    illness: float = 0.8


MARGINS = {
    "yueyang": Margins("430699", 17.2, 61.3, 21.5, 75.8),
    "meishan": Margins("511499", 14.01, 61.26, 24.73, 81.0, dibao=2.9),
}


def _scaled_old(margins: Margins) -> list[tuple[int, int, float]]:
    """The national shape with the city's share of 65+ among 60+."""
    over = sum(share for low, _, share in OLD_SHAPE if low >= 65)
    factor = margins.over_65_of_old / over
    first = 100.0 - margins.over_65_of_old
    return [(low, high, share * factor if low >= 65 else first) for low, high, share in OLD_SHAPE]


class _Pick:
    """Draws from weighted choices."""

    def __init__(self, weighted: Sequence[tuple[object, float]]) -> None:
        self.choices = [choice for choice, _ in weighted]
        self.sums = list(accumulate(weight for _, weight in weighted))

    def draw(self, chance: random.Random) -> object:
        return self.choices[bisect(self.sums, chance.random() * self.sums[-1])]


@dataclass
class Population:
    """Generates people of one city. `villages` by county; `counties` with census persons."""

    margins: Margins
    counties: Sequence[tuple[str, int]]
    villages: dict[str, list[str]]
    today: date
    seed: int

    def people(self, count: int) -> Iterator[NewResident]:
        """`count` people, in a fixed order."""
        chance = random.Random(self.seed)
        county = _Pick([(code, float(people)) for code, people in self.counties])
        ages = _Pick(self._bands())
        serials: dict[str, int] = {}
        for _ in range(count):
            band = ages.draw(chance)
            assert isinstance(band, tuple)
            born = self._birth(band, chance)
            place = str(county.draw(chance))
            yield self._person(born, place, serials, chance)

    def _bands(self) -> list[tuple[object, float]]:
        margins = self.margins
        bands: list[tuple[object, float]] = [
            ((0, 14), margins.children),
            ((15, 44), margins.working * 0.60),
            ((45, 59), margins.working * 0.40),
        ]
        old = [
            ((low, high), share * margins.old / 100) for low, high, share in _scaled_old(margins)
        ]
        return bands + old

    def _birth(self, band: tuple[int, int], chance: random.Random) -> date:
        low, high = band
        youngest = self.today - timedelta(days=int(low * 365.2425))
        span = int((high - low + 1) * 365.2425) - 1
        born = youngest - timedelta(days=chance.randrange(span))
        return min(born, self.today)

    def _person(
        self, born: date, county: str, serials: dict[str, int], chance: random.Random
    ) -> NewResident:
        age = age_on(born, self.today)
        female = chance.random() < _female_share(age)
        number = self._number(born, female, serials)
        statuses = list(self._statuses(age, female, born, chance))
        village = chance.choice(self.villages[county])
        return NewResident(
            name=full_name(chance, female=female, born=born.year),
            birth_on=born,
            sex=Sex.FEMALE if female else Sex.MALE,
            id_number=number,
            phone=f"1{chance.choice('3578')}0{chance.randrange(10**8):08d}"
            if age >= 14 and chance.random() < _phone_share(age)
            else "",
            address=f"{chance.randrange(1, 60)} 号",
            registered_division=village,
            resident_division=village,
            needs=_needs(age, statuses, chance),
            source=Source.IMPORT,
            statuses=statuses,
        )

    def _number(self, born: date, female: bool, serials: dict[str, int]) -> IdNumber:
        key = f"{born:%Y%m%d}{int(female)}"
        turn = serials[key] = serials.get(key, -1) + 1
        serial = turn * 2 + (0 if female else 1)
        body = f"{self.margins.area}{born:%Y%m%d}{serial % 1000:03d}"
        return IdNumber(body + check_character(body), born, "female" if female else "male")

    def _statuses(
        self, age: int, female: bool, born: date, chance: random.Random
    ) -> Iterator[NewStatus]:
        yield from self._disability(age, chance)
        # Dibao is given to households: `households.settled`.
        if age >= 60 and chance.random() < self.margins.tekun / self.margins.old:
            yield self._status(StatusKind.TEKUN, Source.CIVIL_AFFAIRS, "特困供养名册", chance)
        if female and 20 <= age < 42 and chance.random() < self._pregnant_share():
            due = self.today + timedelta(days=chance.randrange(10, 240))
            yield NewStatus(
                StatusKind.PREGNANCY,
                self.today - timedelta(days=40),
                Source.HEALTH,
                valid_to=due + timedelta(days=42),
                evidence="孕产妇保健手册",
            )
        if age >= 20 and not female and chance.random() < self._veteran_share():
            card = "退役军人优待证"
            yield self._status(StatusKind.VETERAN, Source.VETERANS_AFFAIRS, card, chance)
        if chance.random() < self.margins.illness / 100 * (3 if age >= 60 else 0.5):
            yield self._status(StatusKind.ILLNESS, Source.MEDICAL_INSURANCE, "门诊慢特病", chance)
        if age >= 80 and chance.random() < 0.25:
            yield self._status(StatusKind.LIVES_ALONE, Source.CIVIL_AFFAIRS, "走访登记", chance)

    def _pregnant_share(self) -> float:
        """Among women of 20 to 41 (about 13 % of residents)."""
        return self.margins.pregnant / 13

    def _veteran_share(self) -> float:
        """Among men of 20 and over (about half of adults)."""
        return self.margins.veterans_of_adults / 100 / 0.5

    def _disability(self, age: int, chance: random.Random) -> Iterator[NewStatus]:
        card = self.margins.card / 100
        share = card * (CARD_AT_60 / (self.margins.old / 100))
        if age < 60:
            share = card * ((1 - CARD_AT_60) / (1 - self.margins.old / 100))
        if chance.random() >= share:
            return
        category = _Pick(CATEGORIES).draw(chance)
        severe = chance.random() < self.margins.severe_of_card / 100
        level = chance.choice((1, 2)) if severe else chance.choice((3, 4))
        since = self.today - timedelta(days=chance.randrange(200, 3_400))
        yield NewStatus(
            StatusKind.DISABILITY,
            since,
            Source.DISABILITY_FEDERATION,
            category=str(category),
            level=level,
            valid_to=since + timedelta(days=3_652),
            evidence="残疾人证",
        )

    def _status(
        self, kind: StatusKind, source: Source, evidence: str, chance: random.Random
    ) -> NewStatus:
        since = self.today - timedelta(days=chance.randrange(60, 2_000))
        return NewStatus(kind, since, source, evidence=evidence)


def _female_share(age: int) -> float:
    """From 0.47 among children over 0.50 at 60 to 0.70 at 100."""
    if age < 60:
        return 0.476
    return 0.50 + max(0, age - 62) * 0.0042 if age < 86 else 0.60 + (age - 86) * 0.007


def _phone_share(age: int) -> float:
    """Fewer of the very old have a telephone of their own."""
    return 0.97 if age < 70 else 0.80 if age < 80 else 0.45


def _needs(age: int, statuses: Sequence[NewStatus], chance: random.Random) -> list[Need]:
    found: list[Need] = []
    for status in statuses:
        found += _needs_of(status, chance)
    if age >= 75 and chance.random() < 0.35:
        found.append(Need.LARGE_PRINT)
    if age >= 80 and chance.random() < 0.2:
        found.append(Need.ESCORT)
    if age >= 60 and chance.random() < 0.3:
        found.append(Need.DIALECT)
    return sorted(set(found))


_NEEDS_BY_CATEGORY = {
    "1": ((Need.LARGE_PRINT, 0.6), (Need.BRAILLE, 0.15)),
    "2": ((Need.SIGN_LANGUAGE, 0.4),),
    "3": ((Need.SIGN_LANGUAGE, 0.2),),
    "4": ((Need.WHEELCHAIR, 0.3),),
    "5": ((Need.ESCORT, 0.5),),
    "6": ((Need.ESCORT, 0.3),),
    "7": ((Need.WHEELCHAIR, 0.3), (Need.ESCORT, 0.4)),
}


def _needs_of(status: NewStatus, chance: random.Random) -> list[Need]:
    likely = _NEEDS_BY_CATEGORY.get(status.category, ())
    return [need for need, share in likely if chance.random() < share]
