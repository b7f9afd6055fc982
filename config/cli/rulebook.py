"""`nuanban rulebook`: policies on files alone. Needs no database and no running city."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from nuanban.rulebook.book import Book, load_book
from nuanban.rulebook.examples import check_folder
from nuanban.rulebook.faults import FactFault, PolicyFault, nearest
from nuanban.rulebook.judge import Judge
from nuanban.rulebook.people import checked_frame, person_from_json
from nuanban.rulebook.wide import make_ready

if TYPE_CHECKING:
    from config.cli.arguments import Wish
    from nuanban.rulebook.engines import Engine

NO_SPARK = (
    "这台机器没有 PySpark。请安装：pip install pyspark（还要 Java 17），或者用 --engine polars。"
)


def check(wish: "Wish") -> int:
    """Loads every policy and runs every example."""
    faults = list(check_folder(wish.policies_folder))
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(f"有 {len(faults)} 处要改。", file=sys.stderr)
        return 1
    book = load_book(wish.policies_folder) if wish.policies_folder else load_book()
    print(f"{len(book)} 项政策，例子全部符合。")
    return 0


def judge(wish: "Wish") -> int:
    """One person, as JSON."""
    try:
        book = load_book()
        facts = person_from_json(_read(wish.facts), book.vocabulary, wish.day)
    except (FactFault, PolicyFault) as fault:
        return _sorry(fault)
    judged = Judge(book, wish.day, wish.place).judge(facts)
    answer = {
        "person_id": facts["person_id"],
        "day": wish.day.isoformat(),
        "place": wish.place,
        "verdicts": [one.as_json() for one in judged],
    }
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0


def sweep(wish: "Wish") -> int:
    """A population, from Parquet to Parquet."""
    from nuanban.rulebook.sweep import Wish as SweepWish
    from nuanban.rulebook.sweep import sweep as swept

    try:
        book = load_book()
        policies = _policies(wish.policies, book)
        if not wish.facts.exists():
            raise FactFault(f"没有这个文件：{wish.facts}。请检查路径。")
        engine = _engine(wish)
        wide = make_ready(book.only(policies or book), wish.day, wish.place)
        facts = checked_frame(engine.read(wish.facts), wide.facts(), book.vocabulary, wish.day)
        wanted = SweepWish(wish.day, wish.place, policies, wish.all)
        rows = engine.write(swept(book, facts, wanted, engine), wish.out)
    except (FactFault, PolicyFault) as fault:
        return _sorry(fault)
    print(f"{rows} 行结论写入 {wish.out}")
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as fault:
        raise FactFault(f"读不到 {path}（{fault.strerror}）。请检查路径。") from None
    except UnicodeDecodeError:
        raise FactFault(f"{path} 不是 UTF-8 编码。请另存为 UTF-8。") from None


def _policies(words: str, book: Book) -> list[str]:
    names = [name.strip() for name in words.split(",") if name.strip()]
    for name in names:
        if name not in book:
            raise FactFault(f"没有政策“{name}”。请{nearest(name, list(book))}。")
    return names


def _engine(wish: "Wish") -> "Engine":
    if wish.engine == "polars":
        from nuanban.rulebook.engines import PolarsEngine

        return PolarsEngine()
    from nuanban.rulebook.spark import SparkEngine

    try:
        return SparkEngine(wish.master)
    except ImportError:
        raise FactFault(NO_SPARK) from None


def _sorry(fault: Exception) -> int:
    print(fault, file=sys.stderr)
    return 1


def add_arguments(parser: argparse.ArgumentParser, everywhere: argparse.ArgumentParser) -> None:
    """What one may write after `nuanban rulebook`."""
    deeds = parser.add_subparsers(required=True, metavar="命令")
    checking = deeds.add_parser("check", parents=[everywhere], help="读入全部政策，算一遍例子")
    checking.add_argument("policies_folder", type=Path, nargs="?", metavar="FOLDER")
    checking.set_defaults(run=check)
    judging = deeds.add_parser("judge", parents=[everywhere], help="一个人可以享受什么，为什么")
    _add_question(judging)
    judging.set_defaults(run=judge)
    sweeping = deeds.add_parser("sweep", parents=[everywhere], help="一座城市的人")
    _add_question(sweeping)
    sweeping.add_argument("--engine", choices=("polars", "spark"), default="polars")
    sweeping.add_argument("--master", default="local[2]", help="Spark 集群地址")
    sweeping.add_argument("--policies", default="", metavar="A,B", help="只算这几项")
    sweeping.add_argument("--all", action="store_true", help="不符合的也写出来，连同原因")
    sweeping.add_argument("--out", type=Path, required=True, metavar="FILE.parquet")
    sweeping.set_defaults(run=sweep)


def _add_question(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--facts", type=Path, required=True, metavar="FILE")
    parser.add_argument("--day", type=_day, required=True, metavar="D", help="例：2026-11-22")
    parser.add_argument("--place", type=_place, required=True, metavar="CODE", help="例：430600")


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word} 不是日期，请写成 2026-11-22") from None


def _place(word: str) -> str:
    if not (word.isascii() and word.isdigit()) or len(word) not in (2, 4, 6, 9, 12):
        raise argparse.ArgumentTypeError(f"{word} 不是地区代码，请写成 430600")
    return word.ljust(6, "0")
