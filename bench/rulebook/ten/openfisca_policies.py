"""The ten policies as variables of openfisca-core."""

from typing import Any

import numpy as np

from bench.rulebook.ten.with_openfisca import Asked, City

NEAR = ("disability_expires_on", "transit_expires_on", "dibao_expires_on")


def _age(person: Any, period: Any) -> Any:
    born, today = person("birth_date", period), period.start
    year = born.astype("datetime64[Y]").astype(int) + 1970
    month = born.astype("datetime64[M]").astype(int) % 12 + 1
    day = (born - born.astype("datetime64[M]")).astype(int) + 1
    is_past = (month < today.month) | ((month == today.month) & (day <= today.day))
    return (today.year - year) - np.where(is_past, 0, 1)


def _local(person: Any, period: Any, parameters: Any) -> Any:
    hukou, here = person("hukou", period), parameters(period).city
    return (hukou >= here.first) & (hukou <= here.last)


def _certificate(person: Any, period: Any) -> Any:
    return person("disability_expires_on", period) > np.datetime64(str(period.start), "D")


def _shared(city: City) -> None:
    city.reckoned("age", int, _age)
    city.reckoned("local", bool, _local)
    city.reckoned("alive", bool, lambda person, period: ~person("deceased", period))
    city.reckoned(
        "lives_here", bool, lambda person, t: person("local", t) | person("has_permit", t)
    )
    city.reckoned("certificate", bool, _certificate)


def _households(city: City) -> None:
    def size(household: Any, period: Any) -> Any:
        return household.sum(household.members("alive", period))

    def dibao(household: Any, period: Any) -> Any:
        members = household.members
        return household.any((members("low_income", period) == 1) & members("alive", period))

    def is_poor(household: Any, period: Any, parameters: Any) -> Any:
        members = household.members
        income = household.sum(members("income_fen", period) * members("alive", period))
        line = parameters(period).utilities.line * household("household_size", period)
        return income < line

    city.reckoned("household_size", int, size, of_household=True)
    city.reckoned("household_dibao", bool, dibao, of_household=True)
    city.reckoned("household_is_poor", bool, is_poor, of_household=True)


def _level(a: Asked, fen: Any) -> Any:
    level = a.disability_level
    return np.where(level == 1, fen.first, np.where(level == 2, fen.second, fen.other))


def _severe(a: Asked) -> Any:
    level, category = a.disability_level, a.disability_category
    return ((level >= 1) & (level <= 2)) | ((level >= 3) & ((category == 5) | (category == 6)))


def _paid(a: Asked, p: Any) -> Any:
    return (a.contribution_years >= p.pension.least) | (a.birth_date <= np.datetime64("1951-06-30"))


def _served(a: Asked, p: Any) -> Any:
    kind, years = a.military, np.minimum(a.service_years, p.veteran.most)
    other = np.where(kind == 2, p.veteran.second, p.veteran.third)
    return np.where(kind == 1, p.veteran.year * years, other)


def _count_near(a: Asked, p: Any) -> Any:
    return sum(a.ends(name, p.renewal.days).astype(int) for name in NEAR)


def _first_five(city: City) -> None:
    city.policy(
        1,
        4,
        lambda a, p: [a.local, a.age >= p.ages.a80, a.alive, a.low_income != 3],
        lambda a, p: np.where(
            a.age >= p.ages.a100,
            p.old_age.first,
            np.where(a.age >= p.ages.a90, p.old_age.second, p.old_age.other),
        ),
    )
    city.policy(
        2,
        7,
        lambda a, p: [
            *(a.local, a.alive, a.disability_category > 0),
            (a.low_income == 1) | (a.low_income == 2),
            (a.disability_level <= 2) | (a.low_income == 1),
            *(~a.in_institution, a.certificate),
        ],
        lambda a, p: _level(a, p.living),
    )
    city.policy(
        3,
        7,
        lambda a, p: [
            *(a.local, a.alive, _severe(a), ~a.in_institution, ~a.work_injury_care),
            *(a.certificate, ~((a.age >= p.ages.a60) & (a.care_grade > 0))),
        ],
        lambda a, p: _level(a, p.care),
    )
    city.policy(
        4,
        5,
        lambda a, p: [a.local, a.alive, a.age >= p.ages.a60, _paid(a, p), a.pension == 0],
        lambda a, p: (
            p.pension.base + p.pension.year * np.maximum(a.contribution_years - p.pension.least, 0)
        ),
    )
    city.policy(
        5,
        4,
        lambda a, p: [a.is_head, a.household_dibao, a.household_is_poor, a.local],
        lambda a, p: p.utilities.head * np.minimum(a.household_size, p.utilities.most),
    )


def _last_five(city: City) -> None:
    city.policy(
        6,
        4,
        lambda a, p: [
            *(a.lives_here, a.alive, a.age >= p.ages.a65),
            ~(a.transit_expires_on >= np.datetime64(str(a._period.start), "D")),
        ],
        lambda a, p: p.transit,
    )
    city.policy(7, 2, lambda a, p: [a.alive, _count_near(a, p) > 0], _count_near)
    city.policy(8, 3, lambda a, p: [a.local, a.age < p.ages.a3, a.alive], lambda a, p: p.childcare)
    city.policy(
        9,
        4,
        lambda a, p: [
            *(a.local, a.alive, a.military > 0),
            (a.military >= 2) | ((a.age >= p.ages.a60) & (a.pension != 1)),
        ],
        _served,
    )
    city.policy(
        10,
        4,
        lambda a, p: [a.lives_here, a.sex == 2, a.ends("due_on", p.maternity.days), a.alive],
        lambda a, p: p.maternity.fen,
    )


def city() -> City:
    """All of it."""
    made = City()
    _shared(made)
    _households(made)
    _first_five(made)
    _last_five(made)
    return made
