"""One server for this folder's tests, in the most awkward place there is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nuanban.lib.postgres import Server


@pytest.fixture(scope="session")
def private_parent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that nobody else may enter, above a path too long for a socket."""
    parent = tmp_path_factory.mktemp("private", numbered=True)
    parent.chmod(0o700)
    return parent


@pytest.fixture(scope="session")
def home(private_parent: Path) -> Path:
    """A home folder whose path has more than 200 characters."""
    folder = private_parent / ("long" * 30) / ("longer" * 20)
    folder.mkdir(parents=True, mode=0o700)
    return folder


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[Server]:
    """The running server of the long home, stopped at the end."""
    server = Server(home / "database")
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other server is meant, whatever the environment says."""
    monkeypatch.delenv("NUANBAN_DATABASE_URL", raising=False)
    monkeypatch.delenv("NUANBAN_OWNER_DATABASE_URL", raising=False)
