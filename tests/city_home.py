"""Pytest plugin, loaded before Django's: gives the tests a home of their own with a database.

One server for the whole run; worker processes inherit its address. A run that was killed leaves
its home behind, and the next run ends what still lives there.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from nuanban.lib.postgres import Server
from tests.orphans import PREFIX, end_orphans, hold

MARK = "NUANBAN_TEST_HOME"


def _begin() -> None:
    end_orphans(Path(tempfile.gettempdir()))
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = hold(home)
    (home / "static").mkdir()
    server = Server(home / "database")
    server.start(fast=True)
    os.environ[MARK] = os.environ["NUANBAN_HOME"] = str(home)
    owner = os.getpid()

    def end() -> None:
        if os.getpid() == owner:
            server.stop()
            shutil.rmtree(home, ignore_errors=True)
            lock.close()

    atexit.register(end)


if MARK not in os.environ:
    _begin()
