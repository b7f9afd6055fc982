"""Pieces of WAL by name: which of them recovery needs, and whether one is missing.

A name has 24 hexadecimal digits: timeline, log, piece. A restored server goes on in a new
timeline; its `.history` file says where it left the older ones.
"""

import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

# Pieces of 4 MB (see `creation.OPTIONS`).
PIECE_BYTES = 4 * 1024 * 1024
PIECES_PER_LOG = 0x1_0000_0000 // PIECE_BYTES
PIECE = re.compile(r"[0-9A-F]{24}")
HISTORY = re.compile(r"[0-9A-F]{8}\.history")
NAME = re.compile(r"[0-9A-F]{8}(\.history|[0-9A-F]{16}(\.[0-9A-F]{8}\.backup)?)(\.gz)?")


def missing_pieces(files: Iterable[Path], first: str) -> int:
    """How many pieces are missing between `first` and the newest one of the newest timeline."""
    by_name = {path.name.removesuffix(".gz"): path for path in files}
    line = [(0, int(first[:8], 16)), *_branches(by_name, after=int(first[:8], 16))]
    owned = {number_of(name) for name in by_name if PIECE.fullmatch(name) and _is_on(line, name)}
    newest = max(owned, default=0)
    return len(set(range(number_of(first), newest + 1)) - owned)


def number_of(name: str) -> int:
    """Counts pieces from the beginning of the cluster, whatever their timeline."""
    return int(name[8:16], 16) * PIECES_PER_LOG + int(name[16:24], 16)


def _is_on(line: list[tuple[int, int]], name: str) -> bool:
    # The piece in which one timeline leaves another exists in both; the younger one is whole.
    number, timeline = number_of(name), int(name[:8], 16)
    return timeline == max(owner for start, owner in line if start <= number)


def _branches(by_name: dict[str, Path], *, after: int) -> Iterator[tuple[int, int]]:
    """(number of its first piece, timeline) of every timeline between `after` and the newest."""
    histories = sorted(name for name in by_name if HISTORY.fullmatch(name))
    if not histories or int(histories[-1][:8], 16) <= after:
        return
    rows = [row.split() for row in _text(by_name[histories[-1]]).splitlines() if row[:1].isdigit()]
    children = [*(int(row[0]) for row in rows[1:]), int(histories[-1][:8], 16)]
    for row, child in zip(rows, children, strict=True):
        if child > after:
            log, _, offset = row[1].partition("/")
            yield int(log, 16) * PIECES_PER_LOG + int(offset, 16) // PIECE_BYTES, child


def _text(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
