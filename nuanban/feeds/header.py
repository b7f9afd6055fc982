"""The first row of a file: which column is which, or a sentence that says what is wrong with it."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from nuanban.feeds.kinds import Column, FeedKind
from nuanban.feeds.words import shown
from nuanban.lib.errors import Refusal

MOST_COLUMNS = 100
LIKELY = 0.6
_DROPPED = str.maketrans("", "", " \t\r\n　\ufeff*＊:：_")


class WrongHeader(Refusal):
    """{sentence}"""


@dataclass(frozen=True)
class Matched:
    """Columns by place; None stands for a column that is not used."""

    columns: tuple[Column | None, ...]
    unused: tuple[str, ...]


def tidy(name: str) -> str:
    """A column's name as it is compared."""
    return unicodedata.normalize("NFKC", name).translate(_DROPPED)


def match(kind: FeedKind, header: Sequence[str]) -> Matched:
    """Finds every column; raises WrongHeader naming what is missing and what was likely meant."""
    if len(header) > MOST_COLUMNS:
        raise WrongHeader(sentence=f"第一行有 {len(header)} 格，不像表头，整份文件没有收。")
    known = {tidy(name): column for column in kind.columns for name in (column.name, *column.also)}
    columns = tuple(known.get(tidy(name)) for name in header)
    found = Counter(column.name for column in columns if column)
    twice = [name for name, times in found.items() if times > 1]
    if twice:
        raise WrongHeader(sentence=f"表头里“{'”“'.join(twice)}”出现了不止一次，不知道用哪一列。")
    ignored = {tidy(name) for name in kind.ignored}
    extra = [
        name
        for name, column in zip(header, columns, strict=True)
        if column is None and tidy(name) and tidy(name) not in ignored
    ]
    _refuse(kind, found, extra)
    return Matched(columns, tuple(shown(name) for name in extra))


def _refuse(kind: FeedKind, found: Counter[str], extra: Sequence[str]) -> None:
    absent = {c.name: c for c in kind.columns if c.name not in found}
    missing = [name for name, column in absent.items() if column.needed]
    meant = {name: near for name in extra if (near := _likely(name, absent))}
    if not missing and not meant:
        return
    parts = ["表头不对，整份文件没有收。"]
    if missing:
        parts.append(f"缺少：{'、'.join(missing)}。")
    unknown = [name for name in extra if name in meant or missing]
    if unknown:
        parts.append(f"不认识：{'、'.join(shown(name) for name in unknown[:8])}。")
    parts += [f"“{shown(name)}”是不是“{near}”？" for name, near in meant.items()]
    parts.append(f"第一行请照“{kind.title}”的模板写。")
    raise WrongHeader(sentence="".join(parts))


def _likely(name: str, absent: dict[str, Column]) -> str:
    """The column that was probably meant."""
    names = {tidy(n): c.name for c in absent.values() for n in (c.name, *c.also)}
    close = get_close_matches(tidy(name), list(names), n=1, cutoff=LIKELY)
    return names[close[0]] if close else ""


def score(kind: FeedKind, header: Sequence[str]) -> int:
    """How many cells are names of columns: tells an encoding or a delimiter from another one."""
    known = {tidy(name) for column in kind.columns for name in (column.name, *column.also)}
    return sum(tidy(name) in known for name in header)
