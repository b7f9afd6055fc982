"""One row of cells: whom it speaks of, what it says."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nuanban.feeds.cells import SPOILED, read_cell
from nuanban.feeds.enums import Cause
from nuanban.feeds.faults import RowFault, wrong
from nuanban.feeds.kinds import Change, Column, FeedKind, StatusRule
from nuanban.feeds.words import shown
from nuanban.lib.id_numbers import IdNumber, IdNumberFault, read_id_number
from nuanban.lib.names import name_fault
from nuanban.rulebook.facts import CITY

NUL, BROKEN = "\0", "\ufffd"


@dataclass(frozen=True)
class Row:
    """What one row says: facts of the vocabulary as JSON, statuses as they are kept."""

    person: IdNumber
    name: str
    facts: dict[str, Any]
    statuses: list[dict[str, Any]] | None
    change: str
    valid_from: date
    digest: bytes

    @property
    def number(self) -> str:
        """The ID number, 18 characters."""
        return self.person.number


def read_row(
    kind: FeedKind, columns: Sequence[Column | None], cells: Sequence[str], as_of: date
) -> Row:
    """Reads one row; raises RowFault with the sentence that says what is wrong."""
    cells = _as_wide(columns, cells)
    for cell in cells:
        if NUL in cell or BROKEN in cell:
            raise RowFault(Cause.UNREADABLE, "这一行有读不出来的字或看不见的空字符，请重新输入。")
    values = _values(columns, cells, as_of)
    person = _person(values.pop("id_number"), as_of)
    name = str(values.pop("name", ""))
    since = values.pop("since", None)
    if since is not None and since > as_of:
        raise wrong("日期在将来，请核对。")
    code = str(values.pop("change", ""))
    change = kind.changes.get(code)
    if change and change.registers and name_fault(name):
        raise wrong(name_fault(name))
    facts = {n: _plain(v) for n, v in values.items() if n in CITY} | dict(kind.always)
    if change and change.day:
        facts[change.day] = _plain(since)
    statuses = _statuses(kind, {**values, **kind.always}, change, since)
    said = [person.number, facts, statuses, code, _plain(since)]
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).digest()[:16]
    return Row(person, name, facts, statuses, code, since or as_of, digest)


def _as_wide(columns: Sequence[Column | None], cells: Sequence[str]) -> Sequence[str]:
    """Empty cells at the end do no harm; any other difference means that something moved."""
    cells = list(cells)
    while len(cells) > len(columns) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(columns):
        words = f"这一行有 {len(cells)} 格，表头有 {len(columns)} 格，可能错了列。"
        raise RowFault(Cause.SHIFTED, f"{words}请对照表头补齐。")
    return cells


def _values(columns: Sequence[Column | None], cells: Sequence[str], as_of: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column, text in zip(columns, cells, strict=True):
        if column is None:
            continue
        if text.strip():
            found[column.gives] = read_cell(column, text, as_of)
        elif column.needed:
            raise wrong(f"“{column.name}”空着，请填上。")
    return found


def _person(text: str, as_of: date) -> IdNumber:
    if SPOILED.fullmatch(text.strip()):
        raise wrong("身份证号被表格软件改成了数字，后几位已经丢了。请把这一列设成文本，重新填写。")
    try:
        return read_id_number(text, today=as_of)
    except IdNumberFault as fault:
        raise wrong(f"{fault}写的是“{shown(text)}”。") from None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _statuses(
    kind: FeedKind, values: dict[str, Any], change: Change | None, since: date | None
) -> list[dict[str, Any]] | None:
    if kind.changes:
        if change is None or change.status is None:
            return None
        return [{"kind": change.status.value, "since": _plain(since), "evidence": kind.title}]
    if not any(rule.source_of in values for rule in kind.statuses):
        return None
    found = [_follows(rule, values, since) for rule in kind.statuses]
    return [one for one in found if one]


def _follows(rule: StatusRule, values: dict[str, Any], since: date | None) -> dict[str, Any]:
    value = values.get(rule.source_of)
    status = rule.values.get(json.dumps(value) if isinstance(value, bool) else str(value))
    if status is None:
        return {}
    category = values.get(rule.category, "") if rule.category else ""
    until = values.get(rule.until) if rule.until else None
    if since and until and until < since:
        raise wrong("截止日期早于开始日期，请核对。")
    return {
        "kind": status.value,
        "since": _plain(since),
        "category": str(category),
        "level": values.get(rule.level) if rule.level else None,
        "until": _plain(until),
        "evidence": rule.evidence,
    }
