"""`nuanban visits plan` on files alone: the shapes of the contract."""

import json
from pathlib import Path
from typing import Any

import pytest

from config.cli import main

DAY: dict[str, Any] = {
    "day": "2026-03-02",
    "travel": {"kind": "points", "speed_kmh": 35, "detour": 1.4},
    "places": [
        {"id": "S", "lat": 29.37, "lon": 113.13},
        {"id": "A", "lat": 29.40, "lon": 113.20},
        {"id": "B", "lat": 29.33, "lon": 113.05},
    ],
    "crews": [
        {
            "id": "C1",
            "start": "S",
            "end": "S",
            "shift": [28800, 61200],
            "breaks": [{"window": [41400, 46800], "seconds": 2700}],
            "skills": ["护理"],
        }
    ],
    "visits": [
        {"id": 1, "place": "A", "windows": [[32400, 39600]], "seconds": 1800, "skills": []},
        {"id": 2, "place": "B", "windows": [[32400, 61200]], "seconds": 1800, "people": 2},
    ],
}


def plan(folder: Path, day: Any, more: str = "") -> int:
    """Runs the command on this day."""
    (folder / "day.json").write_text(json.dumps(day), "utf-8")
    words = f"visits plan --input {folder}/day.json --out {folder}/plan.json --seconds 1 {more}"
    return main(words.split())


def test_a_day_is_planned_from_file_to_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan(tmp_path, DAY, "--seed 3") == 0
    made = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    (route,) = made["routes"]
    assert [stop.get("visit") for stop in route["stops"]] == [1, None]
    assert route["stops"][1].keys() == {"break", "arrive", "start", "leave"}
    (left,) = made["left_over"]
    assert (left["visit"], left["reason"]["code"]) == (2, "two_people")
    assert made["cost"]["late_seconds"] == 0
    assert "1 次上门排给 1 组" in capsys.readouterr().out


def test_a_day_that_cannot_be_is_told_in_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = DAY | {"visits": [{"id": 1}, {"id": 2, "place": "X", "windows": [], "seconds": 5}]}
    assert plan(tmp_path, wrong) == 1
    told = capsys.readouterr().err.splitlines()
    assert any("上门 1：没有地址" in line for line in told)
    assert any("上门 2：地点 X 不在 places 里" in line for line in told)
    assert not (tmp_path / "plan.json").exists()


def test_an_empty_day_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plan(tmp_path, DAY | {"visits": []}) == 0
    assert "没有上门要排" in capsys.readouterr().out


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = f"visits plan --input {tmp_path}/none.json --out {tmp_path}/plan.json"
    assert main(words.split()) == 1
    assert "读不到" in capsys.readouterr().err
