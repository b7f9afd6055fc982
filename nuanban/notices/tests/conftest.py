"""A home of its own for the switch that pauses sending."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def switch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that pauses sending, not there at first."""
    file = tmp_path / "run" / "sending-paused"
    file.parent.mkdir()
    monkeypatch.setattr("nuanban.notices.paused._switch", lambda: file)
    return file
