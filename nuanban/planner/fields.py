"""Fields of a file, one by one. What is wrong is noted with what to do; nothing is guessed."""

from collections.abc import Iterator, Mapping
from typing import Any

from nuanban.planner.day import Key, Window

# Two days: a night shift ends on the next one.
LAST_SECOND = 172_800
# Beyond this no number is meant; infinity and what is not a number are never below it.
HUGE = 1e15
_MISSING = object()


class DayFault(Exception):
    """Faults of a day, all of them; each a sentence that says where, what, and what to do."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class Fields:
    """The fields of one thing, such as a visit; `where` names it in every sentence."""

    def __init__(self, found: Any, where: str, faults: list[str]) -> None:
        self.where, self.faults = where, faults
        self.found: Mapping[str, Any] = found if isinstance(found, dict) else {}
        if not isinstance(found, dict):
            self.fault("要写成 {…}。请改正")

    def fault(self, sentence: str) -> None:
        """Notes what is wrong."""
        self.faults.append(f"{self.where}：{sentence}。")

    def get(self, name: str, default: Any = _MISSING) -> Any:
        """The field as it is; a fault when it has to be there."""
        value = self.found.get(name, default)
        if value is None and default is not _MISSING:
            return default
        if value is _MISSING or value is None:
            self.fault(f"缺少 {name}。请补上")
            return None
        return value

    def key(self, name: str) -> Key | None:
        """A text or a whole number that names something."""
        value = self.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int | None) or value == "":
            self.fault(f"{name} 要写编号（文字或整数），写的是 {shown(value)}。请改正")
            return None
        return value

    def whole(self, name: str, least: int, most: int, default: Any = _MISSING) -> int | None:
        """A whole number within bounds."""
        value = self.get(name, default)
        if value is None:
            return None
        if not is_whole(value) or not least <= value <= most:
            self.fault(f"{name} 要写 {least} 到 {most} 的整数，写的是 {shown(value)}。请改正")
            return None
        return int(value)

    def number(self, name: str, least: float, most: float, default: Any = _MISSING) -> float | None:
        """A number within bounds."""
        value = self.get(name, default)
        if value is None:
            return None
        if not is_number(value) or not least <= value <= most:
            self.fault(f"{name} 要写 {least:g} 到 {most:g} 的数，写的是 {shown(value)}。请改正")
            return None
        return float(value)

    def text(self, name: str, default: str) -> str:
        """A word."""
        value = self.get(name, default)
        if not isinstance(value, str):
            self.fault(f"{name} 要写文字，写的是 {shown(value)}。请改正")
            return default
        return value

    def texts(self, name: str) -> frozenset[str]:
        """A list of words; none when it is not there."""
        value = self.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.fault(f'{name} 要写文字的列表，如 ["护理"]。请改正')
            return frozenset()
        return frozenset(value)

    def keys(self, name: str) -> frozenset[Key]:
        """A list of numbers of other things; none when it is not there."""
        value = self.get(name, [])
        good = isinstance(value, list) and all(isinstance(one, str | int) for one in value)
        if not good:
            self.fault(f'{name} 要写编号的列表，如 ["C1"]。请改正')
            return frozenset()
        return frozenset(value)

    def window(self, name: str) -> Window | None:
        """[first second, last second]."""
        value = self.get(name)
        return None if value is None else self.as_window(name, value)

    def as_window(self, name: str, value: Any) -> Window | None:
        """The same of a value; a fault when it ends before it begins."""
        if not isinstance(value, list) or len(value) != 2 or not all(map(is_whole, value)):
            self.fault(f"{name} 要写 [开始秒, 结束秒]，写的是 {shown(value)}。请改正")
            return None
        first, last = int(value[0]), int(value[1])
        if not 0 <= first <= LAST_SECOND or not 0 <= last <= LAST_SECOND:
            self.fault(f"{name} 要在 0 到 {LAST_SECOND} 秒之间，写的是 {shown(value)}。请改正")
            return None
        if last < first:
            self.fault(f"{name} 先结束后开始（{clock(first)} 到 {clock(last)}）。请对调或改正")
            return None
        return first, last

    def rows(self, name: str, word: str, default: Any = _MISSING) -> Iterator["Fields"]:
        """Each thing of a list, named by its own number where it has one."""
        value = self.get(name, default)
        if value is None:
            return
        if not isinstance(value, list):
            self.fault(f"{name} 要写成列表 […]。请改正")
            return
        for i, one in enumerate(value, 1):
            own = one.get("id") if isinstance(one, dict) else None
            title = f"{word} {own}" if own not in (None, "") else f"第 {i} 个{word}"
            inside = self.where == "文件"
            yield Fields(one, title if inside else f"{self.where}的{title}", self.faults)


def is_number(value: Any) -> bool:
    """A number that can be reckoned with."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < HUGE


def is_whole(value: Any) -> bool:
    """A whole number; 3600.0 is one too."""
    return is_number(value) and float(value).is_integer()


def shown(value: Any) -> str:
    """A value as people see it, not too long."""
    words = repr(value)
    return words if len(words) <= 40 else f"{words[:37]}…"


def clock(second: int) -> str:
    """8:30 for 30600."""
    return f"{second // 3600}:{second % 3600 // 60:02}"
