"""Past servings from a list: CSV or XLSX, checked row by row, faults told in words."""

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from uuid import UUID

import python_calamine

from nuanban.cases.actions import PastServing
from nuanban.cases.enums import Channel
from nuanban.lib.errors import Refusal
from nuanban.residents.enums import Group

COLUMNS = ("日期", "服务方式", "场所", "事项", "人群", "人次", "备注")
NEEDED = ("日期", "服务方式", "场所", "人次")
MOST_ROWS = 50_000
MOST_BYTES = 10_000_000


class WrongHeader(Refusal):
    """表头不对：缺少“{missing}”。请用页面上的模板，第一行依次是：日期、服务方式、场所、事项、人群、人次、备注。"""


class TableUnreadable(Refusal):
    """表格打不开。请另存为 CSV 或 XLSX 后再上传。"""


class TableTooLong(Refusal):
    """表格太大（最多 5 万行、10 MB），请分成几份上传。"""


@dataclass(frozen=True)
class Fault:
    """Why a row was left out. `row` counts as the spreadsheet does, the header is 1."""

    row: int
    why: str


@dataclass(frozen=True)
class Reading:
    """What a table holds: good rows and faults; nothing is guessed, nothing is lost."""

    rows: Sequence[PastServing]
    faults: Sequence[Fault]
    people: int


def read_table(content: bytes, *, sites: set[str], items: set[str]) -> Reading:
    """Reads CSV (UTF-8, GB18030) or XLSX; `sites` and `items` are the codes that exist."""
    if len(content) > MOST_BYTES:
        raise TableTooLong
    table = list(_cells(content))
    if not table:
        raise WrongHeader(missing="日期")
    head = [cell.strip().lstrip("\ufeff") for cell in table[0]]
    missing = [name for name in NEEDED if name not in head]
    if missing:
        raise WrongHeader(missing="、".join(missing))
    if len(table) > MOST_ROWS:
        raise TableTooLong
    return _read_rows(head, table[1:], sites, items)


def _cells(content: bytes) -> Iterable[list[str]]:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        try:
            book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
            rows = book.get_sheet_by_index(0).to_python()
        except (python_calamine.CalamineError, ValueError, IndexError):
            raise TableUnreadable from None
        return [[_text(cell) for cell in row] for row in rows]
    return _csv_cells(content)


def _csv_cells(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise TableUnreadable
    try:
        return list(csv.reader(StringIO(text.replace("\0", ""))))
    except csv.Error:
        raise TableUnreadable from None


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _read_rows(
    head: list[str], table: Sequence[list[str]], sites: set[str], items: set[str]
) -> Reading:
    rows: list[PastServing] = []
    faults: list[Fault] = []
    for number, cells in enumerate(table, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        named = dict(zip(head, (cell.strip() for cell in cells), strict=False))
        try:
            rows.append(_row(named, number, sites, items))
        except ValueError as fault:
            faults.append(Fault(number, str(fault)))
    return Reading(rows, faults, sum(row.people for row in rows))


_CHANNELS = {str(c.label): c for c in Channel} | {c.value: c for c in Channel}
_GROUPS = {str(g.label): g for g in Group} | {g.value: g for g in Group}


def _row(named: dict[str, str], number: int, sites: set[str], items: set[str]) -> PastServing:
    channel = _CHANNELS.get(named.get("服务方式", ""))
    if channel is None:
        raise ValueError(f"没有“{named.get('服务方式', '')}”这种服务方式")
    site, item = named.get("场所", ""), named.get("事项", "")
    if site not in sites:
        raise ValueError(f"没有场所代码“{site}”")
    if item and item not in items:
        raise ValueError(f"没有事项代码“{item}”")
    unknown = [g for g in named.get("人群", "").split("|") if g and g not in _GROUPS]
    if unknown:
        raise ValueError(f"没有“{unknown[0]}”这类人群，可用：老、弱、病、残、孕婴、军")
    # The row's content and place name it, so that the same file read twice adds nothing.
    mark = "\x1f".join([str(number), *(named.get(name, "") for name in COLUMNS)])
    return PastServing(
        key=UUID(bytes=hashlib.sha256(mark.encode()).digest()[:16]),
        served_on=_day(named.get("日期", "")),
        channel=channel,
        site=site,
        people=_people(named.get("人次", "")),
        item=item or None,
        groups=tuple(_GROUPS[g] for g in named.get("人群", "").split("|") if g),
        note=named.get("备注", "")[:200],
    )


def _day(text: str) -> date:
    tidy = text.replace("/", "-").replace(".", "-")[:10]
    try:
        return date.fromisoformat("-".join(part.zfill(2) for part in tidy.split("-")))
    except ValueError:
        raise ValueError(f"日期“{text}”读不出来，请写成 2022-09-06") from None


def _people(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 1_000_000:
        raise ValueError(f"人次“{text}”不对，应为 1 以上的整数")
    return int(text)
