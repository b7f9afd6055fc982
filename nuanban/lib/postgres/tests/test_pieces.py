"""A gap between pieces of WAL is seen, in whichever timeline it lies."""

import gzip
from pathlib import Path

import pytest

from nuanban.lib.postgres.pieces import missing_pieces, number_of

FIRST = "000000010000000000000002"


def piece(number: int, timeline: int = 1) -> str:
    """The name of a piece in the first log."""
    return f"{timeline:08X}00000000{number:08X}"


def files(folder: Path, *names: str, **histories: str) -> list[Path]:
    """Empty pieces, and history files with their text."""
    for name in names:
        (folder / name).touch()
    for name, text in histories.items():
        packed = folder / f"{name.removeprefix('line')}.history.gz"
        packed.write_bytes(gzip.compress(text.encode()))
    return list(folder.iterdir())


def test_a_whole_row_has_no_gap(tmp_path: Path) -> None:
    assert missing_pieces(files(tmp_path, piece(2), piece(3), piece(4)), FIRST) == 0


def test_the_first_and_the_middle_ones_count(tmp_path: Path) -> None:
    assert missing_pieces(files(tmp_path, piece(3), piece(5) + ".gz", piece(8)), FIRST) == 4


def test_what_lies_before_the_backup_does_not_matter(tmp_path: Path) -> None:
    assert missing_pieces(files(tmp_path, piece(0), piece(2)), FIRST) == 0


def test_a_log_ends_after_1024_pieces(tmp_path: Path) -> None:
    last, next_one = piece(1023), "000000010000000100000000"
    assert number_of(next_one) == number_of(last) + 1
    assert missing_pieces(files(tmp_path, last, next_one), last) == 0


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        # The second timeline leaves the first one in piece 4 (0x1000000 bytes = 4 pieces).
        ([piece(2), piece(3), piece(4, 2), piece(5, 2)], 0),
        ([piece(2), piece(4, 2), piece(5, 2)], 1),
        # Pieces of the branch that was left behind do not close a gap in the new one.
        ([piece(2), piece(3), piece(4, 2), piece(5), piece(6, 2)], 1),
    ],
)
def test_gaps_are_seen_across_timelines(tmp_path: Path, names: list[str], missing: int) -> None:
    known = files(tmp_path, *names, line00000002="1\t0/1000028\tno recovery target specified\n")
    assert missing_pieces(known, FIRST) == missing


def test_three_timelines_follow_each_other(tmp_path: Path) -> None:
    history = "1\t0/1000028\tbefore\n\n2\t0/1400000\tbefore\n"
    names = [piece(2), piece(3), piece(4, 2), piece(5, 3), piece(6, 3)]
    known = files(tmp_path, *names, line00000003=history)
    assert missing_pieces(known, FIRST) == 0
    assert missing_pieces([path for path in known if path.name != piece(4, 2)], FIRST) == 1
    # A backup made in the second timeline needs nothing of the first.
    assert missing_pieces(known, piece(4, 2)) == 0
