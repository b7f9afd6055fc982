"""People keep coming while everything is killed: nobody's number is lost, none is given twice."""

from collections.abc import Iterator

import pytest

from bench.crash.play import Day, Wish, play
from tests.engine.ready import EMPTY, lived_in
from tests.engine.running import City, nuanban

KILLS, KIOSKS, SEED = 8, 16, 20260302


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A city that runs."""
    city = lived_in(tmp_path_factory.mktemp("crash") / "home", EMPTY)
    city.start()
    yield city
    city.stop()


@pytest.fixture(scope="module")
def day(city: City) -> Day:
    """A day of kills in it."""
    return play(city, city.home.parent / "logs", Wish(KILLS, KIOSKS, SEED))


def test_no_acknowledged_ticket_is_lost_and_no_number_is_given_twice(day: Day) -> None:
    assert day.verdict is not None
    assert len(day.blows) >= 7
    assert day.verdict.acknowledged >= 100
    assert day.verdict.faults == {}


def test_service_is_back_within_ten_seconds_of_every_kill(day: Day) -> None:
    assert day.slow() == []
    assert day.still_open == 0


def test_nobody_gets_half_an_answer(day: Day) -> None:
    assert day.tally.broken == []
    assert set(day.tally.statuses) <= {201, 409, 503}


def test_nothing_that_must_hold_is_broken_afterwards(city: City, day: Day) -> None:
    swept = nuanban(city.home, "invariants")
    assert swept.returncode == 0, swept.stdout
