"""A full disk stops the database for good. A file that can be dropped lets it start again."""

import os
import shutil
import sys
from pathlib import Path

SIZE = 64_000_000
PLENTY, LAST_DROP = 2_000_000_000, 32_000_000


class Ballast:
    """Some space kept back beside the database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "ballast"
        self.take()

    def take(self) -> None:
        """Keeps the space back while there is plenty."""
        if self.file.exists() or shutil.disk_usage(self.folder).free < PLENTY:
            return
        with self.file.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, SIZE)

    def drop_if_full(self) -> None:
        """Frees the space when nothing else is left, and says so."""
        if self.file.exists() and shutil.disk_usage(self.folder).free < LAST_DROP:
            self.file.unlink()
            print(
                "磁盘已满，数据库停下了。已放出预留的空间让它重新启动，请尽快清理磁盘。",
                file=sys.stderr,
                flush=True,
            )
