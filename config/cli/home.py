"""The home folder: everything that lasts."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from multiprocessing.util import register_after_fork
from pathlib import Path
from typing import TypedDict, cast

from nuanban.lib.postgres import Server, ServerTrouble
from nuanban.lib.postgres.connections import is_embedded

DEFAULT = "~/.local/share/nuanban"


class PartState(TypedDict):
    """One part of the running system, as `status` reads it."""

    name: str
    pid: int | None
    restarts: int


class State(TypedDict, total=False):
    """What `up` notes while it runs."""

    pid: int
    port: int
    parts: list[PartState]


@dataclass(frozen=True)
class Home:
    """Paths below one home folder."""

    path: Path

    @classmethod
    def find(cls, wish: Path | None) -> "Home":
        """The home named on the command line, by NUANBAN_HOME, or the usual one.

        Everything this process starts or imports afterwards uses it.
        """
        chosen = wish or Path(os.environ.get("NUANBAN_HOME") or DEFAULT)
        path = chosen.expanduser().resolve()
        os.environ["NUANBAN_HOME"] = str(path)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        return cls(path)

    @property
    def keys(self) -> Path:
        """Keys and passwords (0700)."""
        return self.path / "keys"

    @property
    def uploads(self) -> Path:
        """Papers that people handed in."""
        return self.path / "uploads"

    @property
    def run(self) -> Path:
        """What the running system needs: locks, logs, state, switches."""
        return self.path / "run"

    @property
    def sending_paused(self) -> Path:
        """While this file exists nothing is sent to anybody outside."""
        return self.run / "sending-paused"

    @property
    def note(self) -> Path:
        """What the last start prepared."""
        return self.path / "prepared.json"

    @property
    def last_backup(self) -> Path:
        """When the newest backup was made, and from where on its changes are needed."""
        return self.path / "last-backup.json"

    def server(self) -> Server:
        """The embedded server of this home."""
        return Server(self.path / "database")

    def make(self) -> None:
        """Makes the folder (0700) with what belongs into it."""
        for folder in (self.path, self.keys, self.uploads, self.run):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.path, self.keys):
            folder.chmod(0o700)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only one `up` or `restore` works on a home."""
        self.make()
        with (self.run / "up.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ServerTrouble(
                    f"{self.path} 正在被另一个 nuanban 使用。请先停掉它，或用 --home 换一个目录。"
                ) from None
            # A part that outlives us must not keep the next one out.
            register_after_fork(lock, TextIOWrapper.close)
            yield

    def read_state(self) -> State:
        """What a running `up` noted last; empty when there is none."""
        return cast("State", read_json(self.run / "state.json"))

    def write_state(self, state: State) -> None:
        """Notes the running parts."""
        write_json(self.run / "state.json", state)


def need_embedded(deed: str) -> None:
    """Refuses what only our own server can do."""
    if not is_embedded():
        raise ServerTrouble(
            f"数据库由 NUANBAN_DATABASE_URL 指定，不归本机管理：{deed}请在那台服务器上做。"
        )


def read_json(path: Path) -> dict[str, object]:
    """The object in a file; empty when it is missing or broken."""
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Replaces the file at once, so that nobody reads half of it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1))
    draft.rename(path)
