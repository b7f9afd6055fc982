"""A backup is worth something only if the database comes back from it, to the second."""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from nuanban.lib.postgres import Server, ServerTrouble
from nuanban.lib.postgres.backup import archive_now, base_backup, prune_archive, verify
from nuanban.lib.postgres.recovery import recover
from nuanban.lib.postgres.tests.asking import ask


@dataclass(frozen=True)
class Drill:
    """A base backup, and a moment after each of three payments of 1, 10 and 100 yuan."""

    base: Path
    archive: Path
    moments: list[datetime]


@pytest.fixture(scope="module")
def drill(server: Server, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    """Made on the server of the long path."""
    base = tmp_path_factory.mktemp("backup") / "base"
    ask(home, "CREATE TABLE paid (yuan int)", "owner")
    base_backup(server, base)
    moments = []
    for yuan in (1, 10, 100):
        ask(home, f"INSERT INTO paid VALUES ({yuan})", "owner")
        moment = ask(home, "SELECT clock_timestamp()")
        assert isinstance(moment, datetime)
        moments.append(moment)
        time.sleep(0.02)
    archive_now(server)
    yield Drill(base, server.wal, moments)
    ask(home, "DROP TABLE paid", "owner")


@pytest.fixture
def empty(home: Path, tmp_path: Path) -> Server:
    """A place for a restored server, with the keys it needs."""
    shutil.copytree(home / "keys", tmp_path / "restored" / "keys")
    return Server(tmp_path / "restored" / "database")


def test_the_database_comes_back_as_it_was_at_the_chosen_moment(
    drill: Drill, empty: Server
) -> None:
    last = recover(empty, drill.base, sorted(drill.archive.iterdir()), drill.moments[1])
    assert last
    assert not empty.is_running()
    empty.start()
    try:
        restored = empty.folder.parent
        assert ask(restored, "SELECT sum(yuan) FROM paid", "owner") == 11
        # It is a whole server again, that takes and archives changes.
        ask(restored, "INSERT INTO paid VALUES (1000)", "owner")
        archive_now(empty)
    finally:
        empty.stop()


def test_a_moment_after_the_last_change_gives_everything(drill: Drill, empty: Server) -> None:
    later = drill.moments[-1] + timedelta(hours=1)
    recover(empty, drill.base, sorted(drill.archive.iterdir()), later)
    empty.start()
    try:
        assert ask(empty.folder.parent, "SELECT sum(yuan) FROM paid", "owner") == 111
    finally:
        empty.stop()


def test_a_missing_piece_is_told_instead_of_losing_what_follows(
    server: Server, home: Path, drill: Drill, empty: Server
) -> None:
    for yuan in (0, 0):
        ask(home, f"INSERT INTO paid VALUES ({yuan})", "owner")
        archive_now(server)
    pieces = [path for path in sorted(drill.archive.iterdir()) if "backup" not in path.name]
    with pytest.raises(ServerTrouble, match="缺了 1 段"):
        recover(empty, drill.base, [*pieces[:-2], pieces[-1]], drill.moments[-1])


def test_a_damaged_backup_is_noticed(drill: Drill, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(drill.base, damaged)
    (damaged / "global" / "pg_filenode.map").write_bytes(b"?")
    with pytest.raises(ServerTrouble, match="pg_filenode"):
        verify(damaged)


def test_old_changes_go_but_never_those_a_backup_needs(tmp_path: Path, drill: Drill) -> None:
    names = [f"0000000100000000000000{number:02X}.gz" for number in range(4)]
    for name in names:
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (0, 0))
    fresh = tmp_path / "000000010000000000000004.gz"
    fresh.touch()
    before = drill.moments[0] - timedelta(days=7)
    assert prune_archive(tmp_path, before=before, backed_up=names[2][:24]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [*names[2:], fresh.name]
    assert prune_archive(tmp_path, before=before, backed_up="") == 2
    assert [path.name for path in tmp_path.iterdir()] == [fresh.name]
