"""A city is started, killed in every way, backed up, restored and stopped."""

import json
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.engine.ready import EMPTY, lived_in
from tests.engine.running import (
    QUICK_SECONDS,
    STOP_SECONDS,
    City,
    eventually,
    is_alive,
    nuanban,
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """An empty city that runs."""
    city = lived_in(tmp_path_factory.mktemp("city") / "home", EMPTY)
    city.start()
    yield city
    if city.process is not None:
        city.stop()


@pytest.fixture(autouse=True)
def running(city: City) -> None:
    """Every test finds the city alive."""
    if city.process is None:
        city.start()
    assert eventually(city.answers)


def test_the_only_line_on_stdout_says_where_the_city_is(city: City) -> None:
    assert city.printed == f"ready: http://127.0.0.1:{city.port}\n"


def test_status_says_that_everything_is_in_order(city: City) -> None:
    answer = nuanban(city.home, "status", "--json")
    status = json.loads(answer.stdout)
    assert answer.returncode == 0, answer.stdout
    assert (status["web"], status["database"], status["workers"]) == (True, True, 2)
    assert {"queue_depth", "sealed_until"} <= status.keys()
    assert status["home"] == str(city.home)
    assert "正常" in nuanban(city.home, "status").stdout


def test_the_home_is_private(city: City) -> None:
    assert city.home.stat().st_mode & 0o077 == 0
    assert (city.home / "keys").stat().st_mode & 0o077 == 0


def test_a_second_start_on_the_same_home_is_refused(city: City) -> None:
    answer = nuanban(city.home, "up", "--port", "1")
    assert answer.returncode == 1
    assert "正在被另一个 nuanban 使用" in answer.stderr
    assert answer.stdout == ""


def test_a_port_in_use_is_told_before_anything_is_made(city: City, tmp_path: Path) -> None:
    answer = nuanban(tmp_path / "other", "up", "--port", str(city.port))
    assert answer.returncode == 1
    assert f"端口 {city.port} 已被占用" in answer.stderr
    assert not (tmp_path / "other" / "database").exists()


@pytest.mark.parametrize("part", ["web", "stream", "worker", "keeper"])
def test_a_killed_part_comes_back(city: City, part: str) -> None:
    killed = city.parts()[part]
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: city.parts().get(part, killed) != killed)
    assert eventually(city.answers)


def test_a_killed_database_comes_back_with_everything_acknowledged(city: City) -> None:
    city.ask("CREATE TABLE IF NOT EXISTS acknowledged (number int)")
    city.ask("INSERT INTO acknowledged VALUES (7)")
    killed = city.server.postmaster_pid()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: city.server.is_ready() and city.server.postmaster_pid() != killed)
    assert city.ask("SELECT max(number) FROM acknowledged") == 7
    assert eventually(city.answers)


def test_a_killed_supervisor_takes_its_parts_along_and_the_next_adopts_the_database(
    city: City,
) -> None:
    parts, database = city.parts(), city.server.postmaster_pid()
    city.stop(signal.SIGKILL)
    assert eventually(lambda: not any(map(is_alive, parts.values())))
    assert city.server.is_ready()
    city.start()
    assert city.server.postmaster_pid() == database


@pytest.fixture(scope="module")
def backup(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the running city, with a paper and a key in it."""
    (city.home / "uploads" / "paper").write_bytes(b"a paper")
    (city.home / "keys" / "field").write_bytes(b"a key")
    folder = tmp_path_factory.mktemp("backups") / "backup"
    answer = nuanban(city.home, "backup", str(folder))
    assert answer.returncode == 0, answer.stderr
    return folder


def test_a_backup_is_private(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    assert (backup / "keys").stat().st_mode & 0o077 == 0
    assert (backup / "keys" / "database.json").stat().st_mode & 0o077 == 0


def test_a_backup_brings_the_city_back_to_a_chosen_second(
    city: City, backup: Path, tmp_path: Path
) -> None:
    city.ask("DROP TABLE IF EXISTS served; CREATE TABLE served (person int)")
    city.ask("INSERT INTO served VALUES (1), (2)")
    time.sleep(0.05)
    chosen: datetime = city.ask("SELECT clock_timestamp()")
    time.sleep(0.05)
    city.ask("DELETE FROM served")

    # The chosen second lies after the backup: what is missing comes from the running home.
    restored = City(tmp_path / "restored")
    answer = nuanban(restored.home, "restore", str(backup), "--at", chosen.isoformat())
    assert answer.returncode == 0, answer.stderr
    assert "对外发送已暂停" in answer.stderr
    assert (restored.home / "run" / "sending-paused").exists()
    assert (restored.home / "uploads" / "paper").read_bytes() == b"a paper"
    assert (restored.home / "keys" / "field").read_bytes() == b"a key"
    restored.server.start()
    try:
        assert restored.ask("SELECT array_agg(person ORDER BY person) FROM served") == [1, 2]
        assert "已暂停" in nuanban(restored.home, "sending", "status").stdout
        released = nuanban(restored.home, "sending", "resume", "--reason", "与短信平台核对过")
        assert "对外发送正常" in released.stdout, released.stderr
        told = "SELECT payload->>'reason' FROM journal_entry WHERE kind LIKE '%sending_released'"
        assert restored.ask(told) == "与短信平台核对过"
    finally:
        restored.server.stop()
    assert city.ask("SELECT count(*) FROM served") == 0


def test_a_restore_never_touches_a_running_city(city: City, backup: Path) -> None:
    refused = nuanban(city.home, "restore", str(backup), "--at", datetime.now(UTC).isoformat())
    assert refused.returncode == 1
    assert "正在被另一个 nuanban 使用" in refused.stderr


def test_a_backup_folder_belongs_to_one_home(backup: Path, tmp_path: Path) -> None:
    refused = nuanban(tmp_path / "other", "backup", str(backup))
    assert refused.returncode == 1
    assert "另选一处" in refused.stderr


def test_what_was_there_before_a_restore_is_moved_aside(city: City, backup: Path) -> None:
    city.stop()
    answer = nuanban(city.home, "restore", str(backup), "--at", datetime.now(UTC).isoformat())
    assert answer.returncode == 0, answer.stderr
    assert list(city.home.glob("database.before-*/data/PG_VERSION"))


def test_the_city_stops_when_asked_and_leaves_nothing_behind(city: City) -> None:
    parts = city.parts()
    status, seconds = city.stop()
    assert (status, seconds < STOP_SECONDS) == (0, True)
    assert city.printed.count("\n") == 1
    assert not any(map(is_alive, parts.values()))
    assert not city.server.is_running()

    down = nuanban(city.home, "status", "--json")
    assert down.returncode == 1
    assert json.loads(down.stdout)["web"] is False

    # A single command wakes the database for itself.
    answer = nuanban(city.home, "manage", "showmigrations", "--list")
    assert answer.returncode == 0, answer.stderr
    assert "contenttypes" in answer.stdout
    assert not city.server.is_running()

    # Seconds are measured on a quiet machine (see bench/); here only that it is no first start.
    assert city.start() < QUICK_SECONDS
