"""From a base backup and archived changes to the database as it was at a chosen moment."""

import os
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from nuanban.lib.postgres.backup import copy_missing, first_change, verify
from nuanban.lib.postgres.pieces import NAME, missing_pieces
from nuanban.lib.postgres.server import Server
from nuanban.lib.postgres.trouble import ServerTrouble

# Relative to the data folder, where the server runs it.
RESTORE_COMMAND = (
    "if [ -e ../restore/%f.gz ]; then gzip -dc ../restore/%f.gz > %p; else cp ../restore/%f %p; fi"
)
TOO_SHORT = "recovery ended before configured recovery target was reached"
LAST_CHANGE = "last completed transaction was at log time "


def recover(server: Server, base: Path, changes: Iterable[Path], at: datetime) -> str:
    """Fills the empty folder of `server` with the state of the moment `at`, and stops it again.

    `at` must not lie before the end of the base backup. `changes` are files of WAL archives,
    packed or not. Gives the server's words for the time of the last change that was taken over,
    empty when there was none after the base backup.
    """
    verify(base)
    account = server.make_folder()
    account.make_private_folder(server.folder / "restore")
    shutil.copytree(base, server.data)
    copy_missing((path for path in changes if NAME.fullmatch(path.name)), server.folder / "restore")
    known = [*(server.folder / "restore").iterdir(), *(base / "pg_wal").iterdir()]
    missing = missing_pieces(known, first_change(base))
    if missing:
        # Recovery would end at the gap without a word.
        raise ServerTrouble(f"归档缺了 {missing} 段变更，无法恢复到这个时刻。请用更晚的备份。")
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


def _last_change(said: str) -> str:
    return said.rpartition(LAST_CHANGE)[2].partition("\n")[0] if LAST_CHANGE in said else ""
