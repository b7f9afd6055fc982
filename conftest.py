"""What every test may use: a city with its cast, a database of its own, two windows."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from tests.cast import Cast, gather
from tests.chromium import browser
from tests.databases import as_owner, choose, make_templates, own_database
from tests.sharing import shared_folder

__all__ = ["Cast", "browser"]
# Kinds of databases: the tables with what belongs to every city; the same with the cast.
EMPTY, PEOPLED = "empty", "peopled"
# Whole cities take longest: they begin first, and the small files fill the gaps.
FIRST = (
    *("tests/crash/", "tests/engine/test_city_life", "tests/browser/test_every_page"),
    *("tests/browser/", "tests/test_doors", "nuanban/rulebook/tests/test_spark"),
)


def pytest_configure() -> None:
    """What would only cost time here: slow password hashes, hashed names of static files."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first; the others as they were shuffled."""
    last = len(FIRST)
    items.sort(
        key=lambda item: next((n for n, it in enumerate(FIRST) if item.nodeid.startswith(it)), last)
    )


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """A page read in English leaves its language to the thread; the next test begins anew."""
    yield
    translation.deactivate()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before a transaction begins: with people, or without."""
    names = getattr(item, "fixturenames", ())
    choose(PEOPLED if "cast" in names or "committed" in names else EMPTY)


def _make_tables() -> None:
    with as_owner():
        call_command("migrate", verbosity=0)
        call_command("grant_rights")
    call_command("load_reference")


def _keep_cast() -> None:
    _kept().write_bytes(pickle.dumps(gather()))


def _kept() -> Path:
    return shared_folder("template") / "cast"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker, worker_id: str) -> Iterator[None]:
    """Tables made by the owner; tests run as the role of the program."""
    fills = {EMPTY: _make_tables, PEOPLED: _keep_cast}
    with django_db_blocker.unblock(), make_templates(worker_id, fills):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """岳阳's hall with its people, in a transaction that is rolled back."""
    return _call()


def _call() -> Cast:
    found = pickle.loads(_kept().read_bytes())
    assert isinstance(found, Cast)
    return found


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """The same people in a database of their own: for threads, races and kills."""
    with django_db_blocker.unblock(), own_database():
        yield _call()
