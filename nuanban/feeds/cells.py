"""Reading one cell: yes and no, days, yuan, whole numbers, words of a list."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from nuanban.feeds.faults import wrong
from nuanban.feeds.kinds import Column
from nuanban.feeds.words import shown
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.faults import FactFault
from nuanban.rulebook.people import typed

_YES = frozenset({"是", "有", "1", "true", "y", "yes", "√", "已核对", "正常"})
_NO = frozenset({"否", "无", "没有", "0", "false", "n", "no", "×", "未核对", "停发"})
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[ T]0{1,2}:.*)?")
_SHORT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?\s*(?:年|级)?")
SPOILED = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
FEN = 100
MOST_YUAN = 10_000_000


def read_cell(column: Column, text: str, today: date) -> Any:
    """The value of a cell that is not empty; raises RowFault."""
    value = _READERS[column.read](column, text.strip())
    if not column.is_fact:
        return value
    try:
        return typed(CITY[column.gives], value, today)
    except FactFault:
        raise wrong(f"“{column.name}”写的是“{shown(text)}”，{_range_of(column)}。") from None


_WAYS = {
    "yes_no": "是 或 否",
    "day": "日期，如 2026-01-02",
    "int": "整数",
    "yuan": "多少元，如 512.50",
    "text": "文字",
}


def how_to_write(column: Column) -> str:
    """What belongs into a column, in words."""
    if column.gives == "id_number":
        return "18 位身份证号，这一列设成文本"
    return "、".join(column.words) if column.words else _WAYS[column.read]


def _range_of(column: Column) -> str:
    fact = CITY[column.gives]
    if fact.is_division:
        return "要写 6、9 或 12 位地区代码"
    return f"应在 {fact.least} 到 {fact.most} 之间" if fact.most else "不在可以写的范围里"


def _text(_column: Column, text: str) -> str:
    return text


def _yes_no(column: Column, text: str) -> bool:
    word = text.lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise wrong(f"“{column.name}”要写“是”或“否”，写的是“{shown(text)}”。")


def _day(column: Column, text: str) -> date:
    found = _DAY.fullmatch(text) or _SHORT_DAY.fullmatch(text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise wrong(f"“{column.name}”不是一个日期：“{shown(text)}”。请写成 2026-01-02。")


def _int(column: Column, text: str) -> int:
    found = _WHOLE.fullmatch(text)
    if not found:
        raise wrong(f"“{column.name}”要写整数，写的是“{shown(text)}”。")
    return int(found[1])


def _yuan(column: Column, text: str) -> int:
    """Fen."""
    plain = text.replace(",", "").replace("，", "").removesuffix("元").removeprefix("¥").strip()
    try:
        yuan = Decimal(plain) if len(plain) < LONGEST_NUMBER else None
    except InvalidOperation:
        yuan = None
    if yuan is None or not yuan.is_finite() or not 0 <= yuan <= MOST_YUAN:
        raise wrong(f"“{column.name}”要写多少元，例如 512.50，写的是“{shown(text)}”。")
    fen = yuan * FEN
    if fen != int(fen):
        raise wrong(f"“{column.name}”最多两位小数，写的是“{shown(text)}”。")
    return int(fen)


LONGEST_NUMBER = 20


def _code(column: Column, text: str) -> str | int:
    found = column.words.get(text.replace(" ", "").replace("　", ""))
    if found is None:
        some = "、".join(list(column.words)[:8])
        raise wrong(f"“{column.name}”里没有“{shown(text)}”这一类，可以写：{some}。")
    return found


_READERS: dict[str, Callable[[Column, str], Any]] = {
    "text": _text,
    "yes_no": _yes_no,
    "day": _day,
    "int": _int,
    "yuan": _yuan,
    "code": _code,
}
