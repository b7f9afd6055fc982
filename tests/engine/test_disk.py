"""A full disk does not keep the database down."""

from pathlib import Path
from typing import NamedTuple

import pytest

from config.cli.disk import PLENTY, SIZE, Ballast


class Usage(NamedTuple):
    """As `shutil.disk_usage` gives it, in bytes."""

    total: int
    used: int
    free: int


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The free space that the disk reports, to be set by the test."""
    space = [PLENTY * 2]
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(0, 0, space[0]))
    return space


def test_space_is_kept_back_and_given_when_nothing_else_is_left(
    tmp_path: Path, free: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    ballast = Ballast(tmp_path)
    assert ballast.file.stat().st_size == SIZE
    ballast.drop_if_full()
    assert ballast.file.exists()
    free[0] = 1000
    ballast.drop_if_full()
    assert not ballast.file.exists()
    assert "磁盘已满" in capsys.readouterr().err


def test_a_small_disk_is_left_alone(tmp_path: Path, free: list[int]) -> None:
    free[0] = PLENTY - 1
    assert not Ballast(tmp_path).file.exists()
