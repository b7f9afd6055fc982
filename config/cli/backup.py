"""`nuanban backup DIR`: base backup, archived changes, papers and keys, checked."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from config.cli.home import Home, need_embedded, read_json, write_json
from config.cli.moments import in_city
from nuanban.lib.postgres import ServerTrouble
from nuanban.lib.postgres.backup import archive_now, base_backup, copy_missing, first_change
from nuanban.lib.postgres.holding import held

if TYPE_CHECKING:
    from pathlib import Path

    from config.cli.arguments import Wish

CONTENTS = "backup.json"


def run(wish: Wish) -> int:
    """0 when everything was copied and verified. One folder takes any number of backups."""
    need_embedded("备份")
    home = Home.find(wish.home)
    folder = wish.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    owner = read_json(folder / CONTENTS).get("home", str(home.path))
    if owner != str(home.path):
        raise ServerTrouble(f"{folder} 里是 {owner} 的备份。请为这个数据目录另选一处。")
    for unfinished in folder.glob("base-*.part"):
        shutil.rmtree(unfinished)
    with held(home.server()) as server:
        began = datetime.now(UTC)
        name = f"base-{began:%Y%m%dT%H%M%S.%f}Z"
        draft = folder / f"{name}.part"
        base_backup(server, draft)
        ended = datetime.now(UTC)
        archive_now(server)
        (folder / "wal").mkdir(exist_ok=True, mode=0o700)
        copy_missing(sorted(server.wal.iterdir()), folder / "wal")
        draft.rename(folder / name)
    copy_papers(home.uploads, folder / "uploads")
    copy_keys(home.keys, folder / "keys")
    _note(home, folder, name, ended)
    write_json(home.last_backup, {"at": ended.isoformat(), "from": first_change(folder / name)})
    print(f"已备份到 {folder / name}，可恢复到 {in_city(ended)} 之后的任一时刻。", file=sys.stderr)
    return 0


def copy_papers(uploads: Path, into: Path) -> None:
    """Copies what is not there yet; handed-in papers never change."""
    into.mkdir(exist_ok=True, mode=0o700)
    for source in sorted(uploads.rglob("*")) if uploads.exists() else ():
        target = into / source.relative_to(uploads)
        if source.is_dir():
            target.mkdir(exist_ok=True, mode=0o700)
        elif not target.exists():
            draft = target.with_name(f"{target.name}.part")
            shutil.copy2(source, draft)
            draft.rename(target)


def copy_keys(keys: Path, into: Path) -> None:
    """Copies all keys (0700): without them the encrypted columns stay closed."""
    into.mkdir(exist_ok=True, mode=0o700)
    shutil.copytree(keys, into, dirs_exist_ok=True)
    for path in (into, *into.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _note(home: Home, folder: Path, name: str, ended: datetime) -> None:
    kept = read_json(folder / CONTENTS)
    bases = kept.get("bases")
    note = read_json(home.note)
    write_json(
        folder / CONTENTS,
        {
            "format": 1,
            "home": str(home.path),
            "city": note.get("city", "yueyang"),
            "demo": note.get("demo", False),
            "bases": [
                *(bases if isinstance(bases, list) else []),
                {"name": name, "ended_at": ended.isoformat()},
            ],
        },
    )
