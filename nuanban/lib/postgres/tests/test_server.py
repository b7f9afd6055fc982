"""The server starts anywhere, never as root, survives its supervisor and its own death."""

import os
import pwd
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nuanban.lib.postgres import Server, ServerTrouble
from nuanban.lib.postgres.account import Account
from nuanban.lib.postgres.binaries import programs_for
from nuanban.lib.postgres.passwords import read_passwords
from nuanban.lib.postgres.tests.asking import ask, connect

ROOM_OF_ROOT = 0o700


@pytest.fixture(scope="module")
def spare_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cluster that tests may treat badly."""
    server = Server(tmp_path_factory.mktemp("spare") / "database")
    server.start(fast=True)
    server.stop()
    return server.folder


@pytest.fixture
def spare(spare_folder: Path) -> Iterator[Server]:
    """The stopped spare server; stopped again afterwards."""
    server = Server(spare_folder)
    yield server
    server.stop()


def test_a_long_path_below_a_private_folder_is_a_fine_place(
    server: Server, home: Path, private_parent: Path
) -> None:
    assert len(str(server.socket)) > 200
    assert server.is_ready()
    assert ask(home, "SELECT current_user") == "nuanban_app"
    assert stat.S_IMODE(private_parent.stat().st_mode) == ROOM_OF_ROOT


def test_the_server_does_not_run_as_root(server: Server) -> None:
    status = Path(f"/proc/{server.postmaster_pid()}/status").read_text()
    uids, groups = (
        line.split()[1:] for line in status.splitlines() if line.startswith(("Uid:", "Groups:"))
    )
    assert "0" not in uids
    assert os.geteuid() != 0 or groups == []


def test_the_server_gets_no_rights_and_no_secrets_from_us(
    server: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = Path(f"/proc/{server.postmaster_pid()}")
    capabilities = [
        line for line in (process / "status").read_text().splitlines() if "CapEff" in line
    ]
    assert capabilities == ["CapEff:\t0000000000000000"]
    shown = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
    assert not [word for word in read_passwords(home / "keys").values() if word.encode() in shown]
    assert b"NUANBAN_HOME" not in shown


def test_only_its_own_account_may_enter_its_folders(server: Server) -> None:
    for folder in (server.folder, server.data, server.socket, server.wal):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.stat().st_uid == server.data.stat().st_uid


def test_the_passwords_are_for_our_eyes_only(server: Server, home: Path) -> None:
    file = home / "keys" / "database.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.stat().st_uid == os.geteuid()
    assert len(set(read_passwords(home / "keys").values())) == 3


def test_nobody_cannot_reach_the_socket_even_with_the_right_password(
    server: Server, home: Path
) -> None:
    # Only root can play somebody else; for others the mode of the folders above says the same.
    is_root = os.geteuid() == 0
    nobody = pwd.getpwnam("nobody")
    stranger = Account("nobody", nobody.pw_uid, nobody.pw_gid, drops=is_root)
    door = os.open(server.folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        tried = subprocess.run(
            [programs_for(stranger) / "psql", "--no-password", "--command", "SELECT 1"],
            **stranger.identity(),
            env={
                "PGHOST": f"/proc/self/fd/{door}/socket",
                "PGUSER": "nuanban_app",
                "PGPASSWORD": read_passwords(home / "keys")["nuanban_app"],
                "PGDATABASE": "nuanban",
            },
            pass_fds=[door],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        os.close(door)
    assert ("Permission denied" in tried.stderr) == is_root, tried


@pytest.mark.parametrize("role", ["root", "owner", "app"])
@pytest.mark.parametrize("password", ["", "guessed"])
def test_no_role_gets_in_without_its_password(
    server: Server, home: Path, role: str, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(home / "none"))
    with pytest.raises(Exception, match="password"):
        connect(home, role, password=password)


def test_a_second_start_adopts_the_running_server(server: Server) -> None:
    pid = server.postmaster_pid()
    assert Server(server.folder).start() is False
    assert server.postmaster_pid() == pid


def test_a_killed_supervisor_leaves_a_server_that_the_next_one_adopts(spare: Server) -> None:
    program = (
        "import os, pathlib, signal, sys\n"
        "from nuanban.lib.postgres import Server\n"
        "Server(pathlib.Path(sys.argv[1])).start(fast=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(spare.folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert spare.is_ready()
    assert spare.start() is False
    assert ask(spare.folder.parent, "SELECT 1") == 1
    assert spare.stop() is True
    assert not spare.is_running()
    assert spare.stop() is False


def test_what_was_acknowledged_outlives_a_killed_server(server: Server, home: Path) -> None:
    ask(home, "CREATE TABLE IF NOT EXISTS kept (number int)", "owner")
    ask(home, "INSERT INTO kept VALUES (42)", "owner")
    idle = connect(home)
    pid = server.postmaster_pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 5
    while server.is_running() and time.monotonic() < until:
        time.sleep(0.01)
    assert server.start() is True
    assert ask(home, "SELECT max(number) FROM kept", "owner") == 42
    idle.close()


def test_a_number_used_again_by_another_process_is_not_taken_for_the_server(
    spare: Server,
) -> None:
    # The note of a killed server, and in the meantime its number belongs to somebody else.
    (spare.data / "postmaster.pid").write_text(f"{os.getpid()}\n/x\n0\n5432\n\n\n0\nready\n")
    assert not spare.is_running()
    assert not spare.is_ready()
    assert spare.start(fast=True) is True


def test_a_server_that_cannot_start_says_why(spare: Server) -> None:
    with pytest.raises(ServerTrouble, match="shared_bufers"):
        spare.start(settings={"shared_bufers": "1"})


def test_data_without_their_keys_are_refused_and_not_left_running(spare: Server) -> None:
    passwords = spare.keys / "database.json"
    kept = passwords.read_text()
    passwords.unlink()
    try:
        with pytest.raises(ServerTrouble, match="keys 放回去"):
            spare.start(fast=True)
        assert not spare.is_running()
    finally:
        passwords.write_text(kept)
    assert spare.start(fast=True) is True


def test_the_log_names_errors_but_never_the_values_in_them(server: Server, home: Path) -> None:
    ask(home, "CREATE TABLE IF NOT EXISTS people (number text PRIMARY KEY)", "owner")
    ask(home, "INSERT INTO people VALUES ('430699199001011234') ON CONFLICT DO NOTHING", "owner")
    with pytest.raises(Exception, match="people_pkey"):
        ask(home, "INSERT INTO people VALUES ('430699199001011234')", "owner")
    said = server.log.read_text()
    assert "people_pkey" in said
    assert "430699199001011234" not in said
    assert not [word for word in read_passwords(home / "keys").values() if word in said]


def test_own_settings_in_local_conf_win(spare: Server) -> None:
    (spare.folder / "local.conf").write_text("work_mem = '5MB'\n")
    spare.start(fast=True)
    assert ask(spare.folder.parent, "SHOW work_mem") == "5MB"
