"""CSV byte by byte: records are cut before they are decoded, so one spoilt row spoils no other.

Quote, comma and line feed never occur inside a character, neither in UTF-8 nor in GB18030.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from nuanban.feeds.enums import Cause
from nuanban.feeds.faults import RowFault

BOM = b"\xef\xbb\xbf"
MOST_BYTES = 1_000_000
MOST_LINES = 20
NAMES = {"utf-8": "UTF-8", "gb18030": "GBK"}


@dataclass(frozen=True)
class Record:
    """One row. `number` is the line where it begins, the header being 1; `end` counts bytes."""

    number: int
    raw: bytes
    cells: list[str] | None
    fault: RowFault | None = None
    end: int = 0

    @property
    def is_blank(self) -> bool:
        """Nothing is in it: neither a person nor a fault."""
        if self.cells is None:
            return not self.raw.strip()
        return not any(cell.strip() for cell in self.cells)

    @property
    def is_cut(self) -> bool:
        """The file ends in the middle of this row."""
        return self.fault is not None and self.fault.sentence == CUT


CUT = "文件在这一行中间断了，可能没有传完。请补齐这一行，或重新送整份文件。"


def lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Physical lines with their line feeds; endless ones are cut at a million bytes."""
    rest = b""
    for block in blocks:
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            yield line + b"\n"
        while len(rest) > MOST_BYTES:
            yield rest[:MOST_BYTES]
            rest = rest[MOST_BYTES:]
    if rest:
        yield rest


def records(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines joined where a quoted cell holds line feeds; a quote left open joins nothing."""
    pending: list[bytes] = []
    is_open = False
    for line in lines(blocks):
        pending.append(line)
        is_open ^= line.count(b'"') % 2 == 1
        if not is_open:
            yield b"".join(pending)
            pending = []
        elif len(pending) >= MOST_LINES:
            yield from pending
            pending, is_open = [], False
    yield from pending


def read(blocks: Iterable[bytes], encoding: str, delimiter: str, width: int) -> Iterator[Record]:
    """Records with their cells, the header too."""
    number, end = 1, 0
    for joined in records(blocks):
        for raw in _parts(joined, encoding, delimiter, width):
            end += len(raw)
            yield _record(raw, number, end, encoding, delimiter, width)
            number += max(1, raw.count(b"\n"))


def _parts(joined: bytes, encoding: str, delimiter: str, width: int) -> list[bytes]:
    """A joined record whose cells do not fit was none: its lines stand by themselves."""
    parts = joined.splitlines(keepends=True) if joined.count(b"\n") > 1 else [joined]
    if len(parts) == 1:
        return parts
    cells = cells_of(joined, encoding, delimiter)
    return [joined] if isinstance(cells, list) and len(cells) == width else _by_line(joined)


def _by_line(joined: bytes) -> list[bytes]:
    return [part + b"\n" for part in joined.split(b"\n")[:-1]] + (
        [joined.rsplit(b"\n", 1)[1]] if not joined.endswith(b"\n") else []
    )


def _record(raw: bytes, number: int, end: int, encoding: str, delimiter: str, width: int) -> Record:
    cells = cells_of(raw, encoding, delimiter)
    if not raw.endswith(b"\n") and not _is_whole(cells, width):
        return Record(number, raw, None, RowFault(Cause.SHIFTED, CUT), end)
    if isinstance(cells, RowFault):
        return Record(number, raw, None, cells, end)
    return Record(number, raw, cells, None, end)


def _is_whole(cells: list[str] | RowFault, width: int) -> bool:
    return isinstance(cells, list) and (len(cells) >= width or not any(map(str.strip, cells)))


def cells_of(raw: bytes, encoding: str, delimiter: str) -> list[str] | RowFault:
    """The cells of one record, or why it cannot be read."""
    text = text_of(raw.removeprefix(BOM), encoding)
    if isinstance(text, RowFault):
        return text
    if "\0" in text:
        return RowFault(Cause.UNREADABLE, "这一行里有看不见的空字符，请重新输入这一行。")
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return RowFault(Cause.UNREADABLE, "这一行的引号没有配对，分不清各格。请改好引号。")
    return [cell for row in rows for cell in row]


def text_of(raw: bytes, encoding: str) -> str | RowFault:
    """The text of a record; bytes of another encoding are named, not guessed."""
    if encoding != "utf-8" and not raw.isascii() and _is_utf8(raw):
        words = "文件是 GBK 编码，这一行却像 UTF-8，读出来会是乱码。请重新输入这一行。"
        return RowFault(Cause.UNREADABLE, words)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        words = f"文件是 {NAMES[encoding]} 编码，这一行里有别的编码或半个字。请重新输入这一行。"
        return RowFault(Cause.UNREADABLE, words)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def written(cells: Iterable[str]) -> str:
    """Cells as one line of CSV, without a line feed."""
    made = StringIO()
    csv.writer(made, lineterminator="").writerow(cells)
    return made.getvalue()


def best_text(raw: bytes, encoding: str) -> str:
    """A row to be mended by a person, as readable as can be."""
    for name in dict.fromkeys([encoding or "utf-8", "utf-8", "gb18030"]):
        try:
            return raw.removeprefix(BOM).decode(name).rstrip("\r\n")
        except UnicodeDecodeError:
            continue
    return raw.decode(encoding or "utf-8", errors="replace").rstrip("\r\n")
