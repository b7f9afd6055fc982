"""`nuanban restore DIR --at TIME`: the home as it was at a chosen moment, with sending paused."""

from __future__ import annotations

import contextlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from config.cli.backup import CONTENTS, copy_keys, copy_papers
from config.cli.home import Home, need_embedded, read_json, write_json
from config.cli.moments import in_city
from nuanban.lib.postgres import ServerTrouble
from nuanban.lib.postgres.backup import archive_now
from nuanban.lib.postgres.recovery import recover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.cli.arguments import Wish


def run(wish: Wish) -> int:
    """0 when the home is ready for `nuanban up`. What was there before is moved aside, not lost."""
    need_embedded("恢复")
    folder = wish.folder.absolute()
    contents = read_json(folder / CONTENTS)
    base = newest_base(folder, contents, wish.at)
    home = Home.find(wish.home)
    with home.alone():
        server = home.server()
        if server.is_running():
            raise ServerTrouble("数据库还在运行。请先停掉 nuanban 的其他命令，再恢复。")
        source = Path(str(contents.get("home", home.path)))
        old = _move_aside(home)
        copy_keys(folder / "keys", home.keys)
        archives = [folder / "wal", *_live_archives(source)]
        changes = [path for archive in archives for path in sorted(archive.iterdir())]
        last = recover(server, base, changes, wish.at)
        copy_papers(folder / "uploads", home.uploads)
        home.sending_paused.touch()
        write_json(home.note, {"city": contents.get("city"), "demo": contents.get("demo")})
    _tell(home, old, wish.at, last)
    return 0


def newest_base(folder: Path, contents: dict[str, object], at: datetime) -> Path:
    """The youngest base backup that was complete at the moment `at`."""
    bases = contents.get("bases")
    if not isinstance(bases, list) or not bases:
        raise ServerTrouble(f"{folder} 里没有 nuanban 的备份。")
    ends: dict[Path, datetime] = {
        folder / entry["name"]: datetime.fromisoformat(entry["ended_at"]) for entry in bases
    }
    fitting = [base for base, end in ends.items() if end <= at]
    if not fitting:
        raise ServerTrouble(f"最早只能恢复到 {in_city(min(ends.values()))}，再早没有备份。")
    return max(fitting, key=ends.__getitem__)


def _move_aside(home: Home) -> Path | None:
    current = home.server().folder
    if not current.exists():
        return None
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    old = current.with_name(f"database.before-{stamp}")
    current.rename(old)
    copy_keys(home.keys, home.path / f"keys.before-{stamp}")
    return old


def _live_archives(source: Path) -> Iterator[Path]:
    """Changes after the backup, where the damaged or running home still has them."""
    server = Home(source).server()
    if server.is_running():
        # It may be too ill to answer; what it archived is there all the same.
        with contextlib.suppress(ServerTrouble, psycopg.Error):
            archive_now(server)
    # Also those that earlier restores moved aside.
    folders = sorted(source.glob("database*"), reverse=True)
    for parts in ("wal", "data/pg_wal"):
        yield from (folder / parts for folder in folders if (folder / parts).is_dir())


def _tell(home: Home, old: Path | None, at: datetime, last: str) -> None:
    lines = [f"已恢复到 {in_city(at)}：{home.path}"]
    if last:
        lines.append(f"取到的最后一笔变更：{last}")
    if old:
        lines.append(f"原来的数据移到了 {old}")
    lines.append("对外发送已暂停。核对之后放开：nuanban sending resume --reason '核对了什么'")
    print("\n".join(lines), file=sys.stderr)
