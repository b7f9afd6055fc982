"""`nuanban visits plan`: a day of visits from file to file. Needs no database."""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from nuanban.planner.fields import DayFault
from nuanban.planner.limit import Limit

if TYPE_CHECKING:
    from config.cli.arguments import Wish
    from nuanban.planner.plan import Plan

LONGEST = 3600.0
# A day of so many visits at most may end so many seconds late, so that a slow minute does not
# change its plan. Larger ones are ended by time anyway.
USUAL_VISITS = 400
GRACE = 1.0


def plan(wish: "Wish") -> int:
    """Plans the day and says in one line what came of it."""
    limit = Limit(wish.seconds, time.monotonic)
    from nuanban.planner.planning import plan_day
    from nuanban.planner.reading import day_from_text

    try:
        day = day_from_text(_read(wish.input))
        if len(day.visits) <= USUAL_VISITS:
            limit.extend(GRACE)
        made = plan_day(day, limit, wish.seed)
        _write(wish.out, made)
    except DayFault as fault:
        print(fault, file=sys.stderr)
        if len(fault.faults) > 1:
            print(f"有 {len(fault.faults)} 处要改。", file=sys.stderr)
        return 1
    print(_summary(made, wish.out))
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as fault:
        raise DayFault([f"读不到 {path}（{fault.strerror}）。请检查路径。"]) from None
    except UnicodeDecodeError:
        raise DayFault([f"{path} 不是 UTF-8 编码。请另存为 UTF-8。"]) from None


def _write(path: Path, made: "Plan") -> None:
    text = json.dumps(made.as_json(), ensure_ascii=False, indent=1)
    try:
        path.write_text(text + "\n", "utf-8")
    except OSError as fault:
        raise DayFault([f"写不了 {path}（{fault.strerror}）。请检查目录。"]) from None


def _summary(made: "Plan", out: Path) -> str:
    stops = {stop.visit for route in made.routes for stop in route.stops} - {None}
    if not stops and not made.left_over:
        return f"这一天没有上门要排。写入 {out}"
    words = [
        f"{len(stops)} 次上门排给 {len(made.routes)} 组，路上共 {made.travel_seconds // 60} 分钟"
    ]
    if made.left_over:
        words.append(f"{len(made.left_over)} 次没有排上（原因在文件里）")
    if made.cut_short:
        words.append("时间到了就停，再排一次可能不同")
    return f"{'；'.join(words)}。写入 {out}"


def add_arguments(parser: argparse.ArgumentParser, everywhere: argparse.ArgumentParser) -> None:
    """What one may write after `nuanban visits`."""
    deeds = parser.add_subparsers(required=True, metavar="命令")
    planning = deeds.add_parser("plan", parents=[everywhere], help="排一天的上门")
    planning.add_argument("--input", type=Path, required=True, metavar="FILE.json")
    planning.add_argument("--out", type=Path, required=True, metavar="FILE.json")
    planning.add_argument("--seconds", type=_seconds, default=10.0, metavar="N", help="最多算几秒")
    planning.add_argument("--seed", type=int, default=0, metavar="S", help="同一个数得到同一份安排")
    planning.set_defaults(run=plan)


def _seconds(word: str) -> float:
    try:
        seconds = float(word)
    except ValueError:
        seconds = -1.0
    if not 0.1 <= seconds <= LONGEST:
        raise argparse.ArgumentTypeError(f"{word} 不行，请写 0.1 到 {LONGEST:g} 之间的秒数")
    return seconds
