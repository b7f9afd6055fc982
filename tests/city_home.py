"""Pytest plugin, loaded before Django's: gives the tests a home of their own with a database.

One server for the whole run; worker processes inherit its address.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from nuanban.lib.postgres import Server

MARK = "NUANBAN_TEST_HOME"


def _begin() -> None:
    home = Path(tempfile.mkdtemp(prefix="nuanban-tests-"))
    (home / "static").mkdir()
    server = Server(home / "database")
    server.start(fast=True)
    os.environ[MARK] = os.environ["NUANBAN_HOME"] = str(home)
    owner = os.getpid()

    def end() -> None:
        if os.getpid() == owner:
            server.stop()
            shutil.rmtree(home, ignore_errors=True)

    atexit.register(end)


if MARK not in os.environ:
    _begin()
