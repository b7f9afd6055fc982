"""A test run that was killed leaves nothing running for longer than until the next one."""

import subprocess
import sys
from pathlib import Path

from nuanban.lib.postgres import Server
from tests.orphans import LOCK, PREFIX, end_orphans, hold

RUN = """
import os, sys
from pathlib import Path
from nuanban.lib.postgres import Server
from tests.orphans import hold
home = Path(sys.argv[1])
lock = hold(home)
Server(home / "database").start(fast=True)
print("ready", flush=True)
sys.stdin.read()
"""


def test_the_next_run_ends_the_server_of_a_killed_one(tmp_path: Path) -> None:
    home = tmp_path / f"{PREFIX}killed"
    home.mkdir()
    server = Server(home / "database")
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        assert end_orphans(tmp_path) == []
        assert server.is_running(), "a run that lives keeps its server"
        run.kill()
        run.wait()
    assert server.is_running(), "nobody was told to stop"
    assert end_orphans(tmp_path) == [home]
    assert not server.data.exists()
    assert not home.exists()


def test_homes_that_are_not_ours_or_still_held_stay(tmp_path: Path) -> None:
    held, strange = tmp_path / f"{PREFIX}held", tmp_path / f"{PREFIX}strange"
    for home in (held, strange):
        home.mkdir()
    with hold(held):
        assert end_orphans(tmp_path) == []
        assert (held / LOCK).exists()
        assert strange.exists()
