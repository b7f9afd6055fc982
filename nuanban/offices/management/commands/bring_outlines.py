"""Outlines of divisions from a file on this machine."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from nuanban.lib.actor import SYSTEM
from nuanban.lib.errors import Refusal
from nuanban.offices import actions
from nuanban.offices.enums import Datum
from nuanban.offices.outlines.reading import MOST_BYTES
from nuanban.offices.queries import OutlineFile


class Command(BaseCommand):
    """Ends with 0 only if every outline of the file matched."""

    help = "Read outlines of divisions from a GeoJSON file and draw them from now on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--datum", choices=Datum.values, default=Datum.WGS84.value)
        parser.add_argument("--check", action="store_true")

    def handle(self, *, file: Path, datum: str, check: bool, **_options: Any) -> None:
        at = timezone.now()
        try:
            read = actions.bring_outlines(
                _content(file), name=file.name, datum=Datum(datum), by=SYSTEM, at=at
            )
            self._tell(read)
            if not check:
                changed = actions.take_outlines(read, by=SYSTEM, at=at)
                self.stdout.write(f"换上 {changed} 个轮廓。")
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        if read.refused:
            raise CommandError(f"有 {len(read.refused)} 个没有对上。")

    def _tell(self, read: OutlineFile) -> None:
        self.stdout.write(f"对上 {len(read.found)} 个区划。")
        for row in read.found:
            if row["remark"]:
                self.stdout.write(f"{row['code']} {row['name']}：{row['remark']}。")
        for row in read.refused:
            self.stdout.write(f"第 {row['number']} 个 {row['name']}：{row['why']}")


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise CommandError(f"读不到 {path}（{fault.strerror}）。请检查路径。") from None
