"""Workers die while a run is carried out: everybody entitled gets it, and nobody twice."""

from collections.abc import Iterator

import pytest

from bench.grants.play import carry_under_kills, step
from tests.engine.ready import DEMO, lived_in
from tests.engine.running import City, nuanban

KILLS, SEED = 3, 20260302


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A demo city whose own worker has nothing to do with these runs."""
    city = lived_in(tmp_path_factory.mktemp("grants") / "home", DEMO)
    city.start()
    yield city
    city.stop()


GIVEN = "kind IN ('start', 'change', 'go_on')"


def test_two_runs_under_kills_give_everybody_their_due_once(city: City) -> None:
    first = step(city.home, "prepare")
    expected = city.ask(
        f"SELECT count(*) FROM proactive_change WHERE run_id = '{first}' AND {GIVEN}"
    )
    outcome = carry_under_kills(city.home, first, kills=KILLS, seed=SEED, pause=2.0)
    assert city.ask(f"SELECT state FROM proactive_run WHERE id = '{first}'") == "released"
    assert city.ask("SELECT count(*) FROM proactive_grant") == expected > 60
    assert outcome.kills >= 2
    step(city.home, "again")
    second = step(city.home, "prepare")
    carry_under_kills(city.home, second, kills=1, seed=SEED + 1, pause=2.0)
    assert city.ask(f"SELECT state FROM proactive_run WHERE id = '{second}'") == "released"
    assert city.ask("SELECT count(*) FROM proactive_grant") == expected
    twice = "SELECT count(*) FROM (SELECT 1 FROM proactive_decision GROUP BY run_id, resident_id, "
    assert city.ask(twice + "policy HAVING count(*) > 1) t") == 0
    swept = nuanban(city.home, "invariants")
    assert swept.returncode == 0, swept.stdout
