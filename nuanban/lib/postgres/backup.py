"""Base backups and the archive of changes: copies that are checked when they are made."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from nuanban.lib.postgres.binaries import BARE_ENVIRONMENT, program_folder
from nuanban.lib.postgres.server import Server
from nuanban.lib.postgres.trouble import ServerTrouble

ARCHIVE_SECONDS = 30.0
START = re.compile(r"START WAL LOCATION: .* \(file ([0-9A-F]{24})\)")


def base_backup(server: Server, into: Path) -> None:
    """Copies the running server's data into the new folder `into` and verifies every file."""
    parameters = server.root_parameters()
    # libpq in the child needs the same door to a socket with a long path.
    doors = [int(parameters["host"].rpartition("/")[2])] if "/fd/" in parameters["host"] else []
    _run(
        [
            "pg_basebackup",
            f"--pgdata={into}",
            "--checkpoint=fast",
            "--wal-method=stream",
            "--manifest-checksums=SHA256",
            "--no-password",
        ],
        doors,
        PGHOST=parameters["host"],
        PGPORT=parameters["port"],
        PGUSER=parameters["user"],
        PGPASSWORD=parameters["password"],
    )
    verify(into)


def verify(base: Path) -> None:
    """Compares every file of a base backup, and its WAL, with the manifest."""
    _run(["pg_verifybackup", "--quiet", str(base)], [])


def archive_now(server: Server) -> None:
    """Closes the current piece of WAL and waits until it lies in the archive."""
    with psycopg.connect(make_conninfo("", **server.root_parameters()), autocommit=True) as root:
        # Without a change since the last switch there would be nothing to close.
        root.execute("SELECT pg_create_restore_point('archive_now')")
        row = root.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
    wanted = server.wal / f"{row[0] if row else ''}.gz"
    until = time.monotonic() + ARCHIVE_SECONDS
    while not wanted.exists():
        if time.monotonic() > until:
            raise ServerTrouble(f"最新的变更还没有进入归档 {server.wal}，备份不完整。")
        time.sleep(0.05)


def copy_missing(sources: Iterable[Path], into: Path) -> int:
    """Copies files that `into` does not hold yet, each whole or not at all; gives their number."""
    count = 0
    for source in sources:
        if source.suffix == ".part" or (into / source.name).exists():
            continue
        draft = into / f"{source.name}.part"
        shutil.copyfile(source, draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.rename(into / source.name)
        count += 1
    return count


def first_change(base: Path) -> str:
    """The name of the piece of WAL with which recovery from `base` begins."""
    found = START.search((base / "backup_label").read_text())
    if found is None:
        raise ServerTrouble(f"{base} 不是完整的备份。")
    return found[1]


def prune_archive(archive: Path, *, before: datetime, backed_up: str) -> int:
    """Removes pieces of WAL that were archived before a moment; gives their number.

    `backed_up` is the first piece that the newest backup needs (empty when there is none): from
    there on everything stays, however old.
    """
    count = 0
    for path in archive.iterdir():
        is_needed = bool(backed_up) and path.name[:24] >= backed_up
        if not is_needed and path.stat().st_mtime < before.timestamp():
            path.unlink()
            count += 1
    return count


def _run(words: list[str], doors: list[int], **environment: str) -> None:
    answer = subprocess.run(
        [program_folder() / words[0], *words[1:]],
        env={**BARE_ENVIRONMENT, **environment},
        pass_fds=doors,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise ServerTrouble(f"{words[0]} 没有成功：\n{answer.stderr.strip()}")
