"""Commands share one server; the last one out stops it."""

from pathlib import Path

import pytest

from nuanban.lib.postgres import Server
from nuanban.lib.postgres.holding import held


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cluster that is stopped again."""
    server = Server(tmp_path_factory.mktemp("shared") / "database")
    server.start(fast=True)
    server.stop()
    return server.folder


def test_the_server_runs_until_the_last_command_is_done(folder: Path) -> None:
    with held(Server(folder)) as first:
        with held(Server(folder)) as second:
            assert second.is_ready()
        assert first.is_ready()
    assert not first.is_running()


def test_a_server_that_somebody_else_started_goes_on(folder: Path) -> None:
    server = Server(folder)
    server.start()
    try:
        with held(Server(folder)):
            pass
        assert server.is_ready()
    finally:
        server.stop()


def test_a_command_that_fails_leaves_nothing_running(folder: Path) -> None:
    with pytest.raises(KeyError), held(Server(folder)):
        raise KeyError
    assert not Server(folder).is_running()
