"""What a start prepares, what it skips and what it refuses."""

from pathlib import Path

import psycopg
import pytest
from django.db.utils import OperationalError

from config.cli import preparation
from config.cli.home import Home, write_json
from config.cli.preparation import CityWish, chosen_city, code_mark, retry
from nuanban.lib.postgres import ServerTrouble

ANY_CITY = CityWish(city="", residents=100, seed=7, demo=True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    home = Home(tmp_path / "home")
    home.make()
    return home


def refused_lock() -> OperationalError:
    """What Django raises when a table is in use."""
    error = OperationalError("canceling statement due to lock timeout")
    error.__cause__ = psycopg.errors.LockNotAvailable()
    return error


def test_a_migration_that_cannot_get_its_lock_tries_again_after_random_pauses() -> None:
    refusals = [refused_lock(), refused_lock()]
    pauses: list[float] = []

    def deed() -> None:
        if refusals:
            raise refusals.pop()

    retry(deed, sleep=pauses.append)
    assert len(pauses) == 2
    assert all(0.2 <= pause <= 1.0 for pause in pauses)


def test_a_migration_gives_up_after_a_while() -> None:
    pauses: list[float] = []

    def deed() -> None:
        raise refused_lock()

    with pytest.raises(OperationalError, match="lock timeout"):
        retry(deed, tries=3, sleep=pauses.append)
    assert len(pauses) == 2


def test_a_migration_that_is_wrong_does_not_try_again() -> None:
    def deed() -> None:
        raise OperationalError("column does not exist")

    with pytest.raises(OperationalError, match="column"):
        retry(deed, sleep=lambda _: pytest.fail("tried again"))


def test_a_home_stays_what_it_was_first_made_as(home: Home) -> None:
    assert chosen_city(home, ANY_CITY).city == "yueyang"
    write_json(home.note, {"city": "meishan", "demo": False})
    assert chosen_city(home, ANY_CITY) == CityWish("meishan", 100, 7, demo=False)
    with pytest.raises(ServerTrouble, match="已经是 meishan"):
        chosen_city(home, CityWish("yueyang", 100, 7, demo=True))


def test_a_half_written_note_counts_as_none(home: Home) -> None:
    home.note.write_text('{"city": "mei')
    assert chosen_city(home, ANY_CITY).city == "yueyang"


def test_the_mark_changes_with_the_program_and_only_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "ROOT", tmp_path)
    (tmp_path / "nuanban" / "__pycache__").mkdir(parents=True)
    (tmp_path / "nuanban" / "a.py").write_text("1")
    first = code_mark()
    (tmp_path / "nuanban" / "__pycache__" / "a.pyc").write_text("1")
    assert code_mark() == first
    (tmp_path / "nuanban" / "a.py").write_text("12")
    assert code_mark() != first
