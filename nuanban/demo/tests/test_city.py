"""The demo city: believable, busy, the same for the same seed."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import islice

import pytest

from nuanban.accounts import queries as accounts
from nuanban.cases import queries as cases
from nuanban.demo.city import build, population
from nuanban.demo.margins import compare
from nuanban.demo.visits import first_day
from nuanban.lib.days import city_day
from nuanban.lib.id_numbers import SYNTHETIC_AREAS, check_character
from nuanban.residents import queries as residents
from nuanban.visits.models import Visit
from nuanban.zone import queries as zone

AFTERNOON = datetime(2026, 3, 2, 6, 40, tzinfo=UTC)


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_people() -> None:
    def names(seed: int) -> list[str]:
        people = population("yueyang", date(2026, 3, 2), seed).people(200)
        return [f"{p.name} {p.birth_on}" for p in people]

    assert names(7) == names(7)
    assert names(7) != names(8)


@pytest.mark.django_db
def test_nobody_in_the_demo_can_be_a_living_person() -> None:
    people = population("meishan", date(2026, 3, 2), 7).people(500)
    for person in islice(people, 500):
        assert person.id_number is not None
        assert person.id_number.area in SYNTHETIC_AREAS
        body = person.id_number.number
        assert check_character(body[:-1]) == body[-1]


@pytest.mark.django_db
def test_a_working_day_is_under_way() -> None:
    arrived: list[int] = []
    build("yueyang", 600, 7, AFTERNOON, arrived.append)
    assert sum(arrived) == 600
    homes = residents.households_of_city(city_day(AFTERNOON), AFTERNOON)
    assert homes.height == 600
    assert homes["is_head"].sum() == homes["household_id"].n_unique()
    assert 2 < homes.height / homes["household_id"].n_unique() < 3.2
    assert residents.current().count() == 600
    counts = zone.waiting_counts("430600-1", city_day(AFTERNOON))
    assert counts["priority"] + counts["ordinary"] == 14
    officer = accounts.users().get(username="officer")
    theirs = cases.cases_visible_to(officer)
    assert {case.department for case in theirs} == {officer.department}
    assert theirs.filter(state="accepted").exists()
    margins = {line.name: line for line in compare("yueyang", city_day(AFTERNOON))}
    old = margins["60 岁以上"]
    assert abs(old.synthetic - old.census) < 5
    _visits_are_under_way()


def _visits_are_under_way() -> None:
    today = Visit.objects.filter(day=city_day(AFTERNOON))
    states = Counter(today.values_list("state", flat=True))
    under_way = states["arrived"] + states["on_the_way"]
    assert (states["done"] >= 3, under_way >= 1, states["promised"] >= 1) == (True,) * 3, states
    assert cases.servings().filter(channel="visits").count() >= 2
    assert not Visit.objects.filter(arrived_at__gt=AFTERNOON).exists()


@pytest.mark.django_db
def test_on_a_weekend_the_next_working_day_is_planned() -> None:
    monday, saturday = date(2026, 3, 2), date(2026, 3, 7)
    assert first_day(monday) == monday
    assert first_day(saturday) == date(2026, 3, 9)
