"""Files as records, one after another: what was in them, byte for byte, and its cells."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from nuanban.feeds import csv_records, sheets
from nuanban.feeds.csv_records import Record
from nuanban.feeds.enums import Format
from nuanban.feeds.header import Matched, match, score
from nuanban.feeds.kinds import FeedKind
from nuanban.lib.errors import Refusal

DELIMITERS = (",", "\t", ";", "|")
ENCODINGS = ("utf-8", "gb18030")


class FileUnreadable(Refusal):
    """{sentence}"""


@dataclass(frozen=True)
class Shape:
    """How a file is written: what is needed to read it again."""

    format: Format
    encoding: str
    delimiter: str
    header: tuple[str, ...]


def format_of(first: bytes) -> Format:
    """The format by the first bytes; raises FileUnreadable for what is no table."""
    if not first.strip():
        raise FileUnreadable(sentence="文件是空的，没有收。")
    if first.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Format.XLSX
    if first.startswith(b"PAR1"):
        return Format.PARQUET
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileUnreadable(sentence="这个文件的编码是 UTF-16，请另存为“CSV UTF-8”再送。")
    if first.startswith((b"%PDF", b"\xff\xd8", b"\x89PNG", b"Rar!", b"7z\xbc")):
        raise FileUnreadable(sentence="这不是表格。请送 CSV、XLSX 或 Parquet 文件。")
    return Format.CSV


def look(kind: FeedKind, first: bytes, whole: Callable[[], bytes]) -> tuple[Shape, Matched]:
    """How a file is written and its columns; raises FileUnreadable or WrongHeader."""
    found = format_of(first)
    if found == Format.CSV:
        return _look_at_csv(kind, first)
    records = sheets.records(found, whole())
    head = next(iter(records), None)
    if head is None or head.cells is None:
        raise FileUnreadable(sentence="表格里一行也没有，没有收。")
    header = _trimmed(head.cells)
    return Shape(found, "", ",", header), match(kind, header)


def _look_at_csv(kind: FeedKind, first: bytes) -> tuple[Shape, Matched]:
    head = next(csv_records.records([first]), b"")
    best, shape = -1, Shape(Format.CSV, "utf-8", ",", ())
    for encoding in ENCODINGS:
        for delimiter in DELIMITERS:
            cells = csv_records.cells_of(head, encoding, delimiter)
            points = score(kind, cells) if isinstance(cells, list) else -1
            if points > best and isinstance(cells, list):
                best, shape = points, Shape(Format.CSV, encoding, delimiter, _trimmed(cells))
    if not shape.header:
        raise FileUnreadable(sentence="表头的字读不出来。请另存为“CSV UTF-8”或 GBK 再送。")
    return shape, match(kind, shape.header)


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    header = [cell.replace("\0", "") for cell in cells]
    while header and not header[-1].strip():
        header.pop()
    return tuple(header)


def records(shape: Shape, blocks: Iterable[bytes], whole: Callable[[], bytes]) -> Iterator[Record]:
    """Every row below the header that is not blank."""
    if shape.format == Format.CSV:
        found = csv_records.read(blocks, shape.encoding, shape.delimiter, len(shape.header))
    else:
        found = sheets.records(shape.format, whole())
    return (record for record in islice(found, 1, None) if not record.is_blank)


def first_block(blocks: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first block, and all of them."""
    every = iter(blocks)
    first = next(every, b"")
    return first, chain([first], every)
