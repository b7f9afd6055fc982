"""Which backup fits a moment, and what is copied beside the database."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.cli.backup import copy_keys, copy_papers
from config.cli.restore import newest_base
from nuanban.lib.postgres import ServerTrouble

NIGHT, NOON = datetime(2026, 3, 2, 1, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC)
CONTENTS: dict[str, object] = {
    "bases": [
        {"name": "base-noon", "ended_at": NOON.isoformat()},
        {"name": "base-night", "ended_at": NIGHT.isoformat()},
    ]
}


def test_the_youngest_backup_before_the_moment_is_taken(tmp_path: Path) -> None:
    later = datetime(2026, 3, 2, 13, tzinfo=UTC)
    assert newest_base(tmp_path, CONTENTS, later) == tmp_path / "base-noon"
    assert newest_base(tmp_path, CONTENTS, NOON) == tmp_path / "base-noon"
    assert newest_base(tmp_path, CONTENTS, NIGHT) == tmp_path / "base-night"


def test_a_moment_before_every_backup_is_told_with_the_earliest_possible(tmp_path: Path) -> None:
    with pytest.raises(ServerTrouble, match="最早只能恢复到 2026-03-02 09:00:00"):
        newest_base(tmp_path, CONTENTS, datetime(2026, 3, 1, tzinfo=UTC))


def test_a_folder_without_backups_is_told(tmp_path: Path) -> None:
    with pytest.raises(ServerTrouble, match="没有 nuanban 的备份"):
        newest_base(tmp_path, {}, NOON)


def test_papers_are_copied_once_and_whole(tmp_path: Path) -> None:
    uploads, into = tmp_path / "uploads", tmp_path / "backup"
    (uploads / "2026").mkdir(parents=True)
    (uploads / "2026" / "one").write_bytes(b"1")
    copy_papers(uploads, into)
    (uploads / "2026" / "two").write_bytes(b"2")
    copy_papers(uploads, into)
    assert {path.read_bytes() for path in into.glob("2026/*")} == {b"1", b"2"}
    copy_papers(tmp_path / "none", into)


def test_keys_stay_private(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "field").write_bytes(b"key")
    (tmp_path / "keys" / "field").chmod(0o644)
    copy_keys(tmp_path / "keys", tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "copy" / "field").stat().st_mode & 0o777 == 0o600
