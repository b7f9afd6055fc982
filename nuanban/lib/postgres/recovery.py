"""From a base backup and archived changes to the database as it was at a chosen moment."""

import os
import re
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from nuanban.lib.postgres.backup import copy_missing, first_change, verify
from nuanban.lib.postgres.server import Server
from nuanban.lib.postgres.trouble import ServerTrouble

# Pieces of 4 MB: so many of them before the middle number goes up (see `creation.OPTIONS`).
PIECES_PER_LOG = 0x1_0000_0000 // (4 * 1024 * 1024)
WAL_NAME = re.compile(r"[0-9A-F]{8}(\.history|[0-9A-F]{16})(\.[0-9A-F]{8}\.backup)?(\.gz)?")
# Relative to the data folder, where the server runs it.
RESTORE_COMMAND = (
    "if [ -e ../restore/%f.gz ]; then gzip -dc ../restore/%f.gz > %p; else cp ../restore/%f %p; fi"
)
TOO_SHORT = "recovery ended before configured recovery target was reached"
LAST_CHANGE = "last completed transaction was at log time "


def recover(server: Server, base: Path, changes: Iterable[Path], at: datetime) -> str:
    """Fills the empty folder of `server` with the state of the moment `at`, and stops it again.

    `at` must not lie before the end of the base backup. `changes` are files of WAL archives,
    packed or not. Gives the server's words for the time of
    the last change that was taken over, empty when there was none after the base backup.
    """
    verify(base)
    account = server.make_folder()
    account.make_private_folder(server.folder / "restore")
    shutil.copytree(base, server.data)
    copy_missing(
        (path for path in changes if WAL_NAME.fullmatch(path.name)), server.folder / "restore"
    )
    _check_unbroken([server.folder / "restore", base / "pg_wal"], first_change(base))
    (server.data / "recovery.signal").touch()
    account.give(server.folder)
    server.data.chmod(0o700)
    before = server.log_size()
    settings = {
        "restore_command": RESTORE_COMMAND,
        "recovery_target_action": "promote",
        # Ready then means: recovered, and open for changes.
        "hot_standby": "off",
    }
    try:
        server.start(settings={**settings, "recovery_target_time": at.isoformat()})
    except ServerTrouble:
        if TOO_SHORT not in server.log_since(before):
            raise
        # Nothing happened between the last change and the chosen moment: take everything.
        server.start(settings=settings)
    server.stop()
    os.sync()
    shutil.rmtree(server.folder / "restore")
    return _last_change(server.log_since(before))


def _check_unbroken(folders: list[Path], first: str) -> None:
    """Refuses when a piece is missing in the middle: recovery would end there without a word."""
    stems = {path.name.removesuffix(".gz") for folder in folders for path in folder.iterdir()}
    names = {stem for stem in stems if len(stem) == len(first) and stem[:8] == first[:8]}
    numbers = {_number(name) for name in names if name >= first}
    missing = set(range(_number(first), max(numbers, default=0))) - numbers
    if missing:
        raise ServerTrouble(f"归档缺了 {len(missing)} 段变更，无法恢复到这个时刻。请用更晚的备份。")


def _number(name: str) -> int:
    return int(name[8:16], 16) * PIECES_PER_LOG + int(name[16:24], 16)


def _last_change(said: str) -> str:
    return said.rpartition(LAST_CHANGE)[2].partition("\n")[0] if LAST_CHANGE in said else ""
