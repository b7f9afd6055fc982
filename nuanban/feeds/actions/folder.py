"""A folder for each kind of feed: what is put there is taken in, and moved on."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from nuanban.feeds import store
from nuanban.feeds.actions.receive import receive, throw_away_unused
from nuanban.feeds.enums import DeliveryState
from nuanban.feeds.kinds import FeedKind, kinds
from nuanban.lib.actor import SYSTEM
from nuanban.lib.errors import Refusal

# A file that changed a moment ago may still be on its way.
QUIET_SECONDS = 10
ENDINGS = frozenset({".csv", ".txt", ".xlsx", ".xls", ".parquet"})
_OTHER_NAMES = "-"


def pick_up(folder: Path, *, at: datetime) -> int:
    """Takes in every file that lies in `folder/<kind>/` for a while; gives how many."""
    taken = 0
    for kind in kinds().values():
        place = folder / kind.code
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in _ready(place, at):
            _take(kind, path, at)
            taken += 1
    return taken


def _ready(place: Path, at: datetime) -> Iterator[Path]:
    for path in sorted(place.iterdir()):
        is_file = path.is_file() and not path.is_symlink()
        if not is_file or path.suffix.lower() not in ENDINGS or path.name.startswith("."):
            continue
        if at.timestamp() - path.stat().st_mtime >= QUIET_SECONDS:
            yield path


def _take(kind: FeedKind, path: Path, at: datetime) -> None:
    try:
        words = _received(kind, path, at)
    except Refusal as refusal:
        words = str(refusal)
    except OSError:
        words = "文件打不开，请检查文件的权限。"
    target = path.parent / ("refused" if words else "done")
    target.mkdir(exist_ok=True, mode=0o700)
    moved = _free(target / path.name)
    path.replace(moved)
    if words:
        moved.with_name(f"{moved.name}.txt").write_text(f"{words}\n", "utf-8")


def _received(kind: FeedKind, path: Path, at: datetime) -> str:
    """Why the file was refused, or nothing."""
    with path.open("rb") as file:
        stored = store.take(iter(lambda: file.read(store.BLOCK), b""))
    try:
        delivery = receive(kind, stored, name=path.name, by=SYSTEM, at=at)
    finally:
        throw_away_unused(stored)
    return "".join(delivery.words) if delivery.state == DeliveryState.REFUSED else ""


def _free(path: Path) -> Path:
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}{_OTHER_NAMES}{number}{path.suffix}")
        number += 1
    return free
