"""What one may write after `nuanban`."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from config.cli import (
    backup,
    django_commands,
    offices,
    restore,
    rulebook,
    sending,
    status,
    up,
    visits,
)
from config.cli.moments import read_moment

CITIES = ("yueyang", "meishan")
DEVICE_KINDS = ("kiosk", "window", "board", "feed")


class Wish(argparse.Namespace):
    """One command line, read."""

    run: Callable[["Wish"], int]
    home: Path | None
    port: int
    city: str
    residents: int
    no_demo: bool
    seed: int
    json: bool
    folder: Path
    at: datetime
    kind: str
    site: str
    name: str
    reason: str
    words: list[str]
    policies_folder: Path | None
    facts: Path
    day: date
    place: str
    engine: str
    master: str
    policies: str
    all: bool
    out: Path
    input: Path
    seconds: float
    file: Path
    datum: str
    check: bool


def read_arguments(argv: Sequence[str]) -> Wish:
    """Ends the program with a usage line when `argv` makes no sense."""
    if argv[:1] == ["manage"]:
        return _read_manage(argv[1:])
    return _parser().parse_args(argv, namespace=Wish())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nuanban", description="暖办：特殊群体政务服务")
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument(
        "--home", type=Path, help="数据目录（默认 $NUANBAN_HOME 或 ~/.local/share/nuanban）"
    )
    commands = parser.add_subparsers(required=True, metavar="命令")
    _add_up(commands.add_parser("up", parents=[everywhere], help="启动全部服务"))
    state = commands.add_parser("status", parents=[everywhere], help="现在是否正常")
    state.add_argument("--json", action="store_true", help="给程序读的格式")
    state.set_defaults(run=status.run)
    manage = commands.add_parser("manage", parents=[everywhere], help="Django 的管理命令")
    manage.set_defaults(run=django_commands.manage, words=[])
    keep = commands.add_parser("backup", parents=[everywhere], help="备份到一个目录")
    keep.add_argument("folder", type=Path, metavar="DIR")
    keep.set_defaults(run=backup.run)
    _add_restore(commands.add_parser("restore", parents=[everywhere], help="恢复到某一时刻"))
    _add_sending(commands.add_parser("sending", help="对外发送（短信、信件）"), everywhere)
    rulebook.add_arguments(
        commands.add_parser("rulebook", help="政策：检查、判断一个人、扫描一座城"), everywhere
    )
    visits.add_arguments(commands.add_parser("visits", help="上门：排一天的路线"), everywhere)
    offices.add_arguments(commands.add_parser("offices", help="区划和场所"), everywhere)
    sweep = commands.add_parser("invariants", parents=[everywhere], help="检查全部数据的规矩")
    sweep.add_argument("--json", action="store_true", help="给程序读的格式")
    sweep.set_defaults(run=django_commands.invariants)
    device = commands.add_parser("device", help="登记设备").add_subparsers(
        required=True, metavar="命令"
    )
    _add_device(device.add_parser("add", parents=[everywhere], help="登记并给出一次性令牌"))
    return parser


def _add_up(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="网页端口；下一个端口用于实时消息")
    parser.add_argument("--city", choices=CITIES, default="", help="演示城市（默认 yueyang）")
    parser.add_argument("--residents", type=int, default=20_000, help="演示居民人数")
    parser.add_argument("--no-demo", action="store_true", help="空的城市，只有一位管理员")
    parser.add_argument("--seed", type=int, default=7, help="同一个数得到同一座演示城市")
    parser.set_defaults(run=up.run)


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--at",
        type=read_moment,
        required=True,
        metavar="TIME",
        help="例：2026-03-02T10:15:00+08:00",
    )
    parser.set_defaults(run=restore.run)


def _add_sending(parser: argparse.ArgumentParser, everywhere: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(required=True, metavar="命令")
    pause = deeds.add_parser("pause", parents=[everywhere], help="暂停，什么都不发出去")
    pause.set_defaults(run=sending.pause)
    resume = deeds.add_parser("resume", parents=[everywhere], help="核对之后放开")
    resume.add_argument("--reason", required=True, metavar="TEXT", help="核对了什么，记入日志")
    resume.set_defaults(run=sending.resume)
    state = deeds.add_parser("status", parents=[everywhere], help="现在发不发")
    state.set_defaults(run=sending.status)


def _add_device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", choices=DEVICE_KINDS, required=True)
    parser.add_argument("--site", required=True, metavar="CODE", help="例：430600-1")
    parser.add_argument("--name", required=True, metavar="TEXT")
    parser.set_defaults(run=django_commands.add_device)


def _read_manage(words: Sequence[str]) -> Wish:
    # Everything after the command's name belongs to Django, also what looks like ours.
    wish = Wish(run=django_commands.manage, home=None)
    rest = list(words)
    while rest and rest[0].startswith("--home"):
        flag, _, value = rest.pop(0).partition("=")
        if flag != "--home" or not (value or rest):
            _parser().error("--home 后面要写数据目录")
        wish.home = Path(value or rest.pop(0))
    wish.words = rest
    return wish
