"""`nuanban offices outlines`: borders of divisions from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from config.cli.django_commands import ask_django
from config.cli.home import Home

if TYPE_CHECKING:
    import argparse

    from config.cli.arguments import Wish


def outlines(wish: Wish) -> int:
    """Reads and takes a file; with `--check` it only says what matched and what did not."""
    words = [str(wish.file), "--datum", wish.datum, *(["--check"] if wish.check else [])]
    return ask_django(Home.find(wish.home), ["bring_outlines", *words])


def add_arguments(parser: argparse.ArgumentParser, everywhere: argparse.ArgumentParser) -> None:
    """What one may write after `nuanban offices`."""
    deeds = parser.add_subparsers(required=True, metavar="命令")
    reading = deeds.add_parser("outlines", parents=[everywhere], help="收区划轮廓（GeoJSON）")
    reading.add_argument("file", type=Path, metavar="FILE")
    words = "坐标系：wgs84（也写 CGCS2000 的）或 gcj02（高德、腾讯）"
    reading.add_argument("--datum", choices=("wgs84", "gcj02"), default="wgs84", help=words)
    reading.add_argument("--check", action="store_true", help="只看对上了哪些，不换")
    reading.set_defaults(run=outlines)
