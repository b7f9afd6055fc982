"""What the processes of one test run share: folders, one at a time."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.city_home import MARK


def shared_folder(name: str) -> Path:
    """A folder of this run that all its processes see."""
    folder = Path(os.environ.get(MARK, tempfile.gettempdir())) / name
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One test process at a time."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
