"""`nuanban rulebook` on files alone: the shapes of the contract."""

import json
from pathlib import Path

import polars as pl
import pytest

from config.cli import main
from nuanban.rulebook.book import load_book
from nuanban.rulebook.sweep import COLUMNS

OLD_AND_POOR = {
    "person_id": "p1",
    "birth_date": "1944-03-05",
    "registered_division": "430602001001",
    "aid_kind": "dibao",
}


def ask(words: str, *paths: Path) -> int:
    """Runs `nuanban rulebook`."""
    return main(["rulebook", *words.format(*paths).split()])


def test_all_shipped_policies_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("check") == 0
    assert "例子全部符合" in capsys.readouterr().out


def test_one_person_is_told_yes_no_and_what_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "p.json"
    facts.write_text(json.dumps(OLD_AND_POOR))
    assert ask("judge --facts {} --day 2026-11-22 --place 430600", facts) == 0
    told = json.loads(capsys.readouterr().out)
    assert {key: told[key] for key in ("person_id", "day", "place")} == {
        "person_id": "p1",
        "day": "2026-11-22",
        "place": "430600",
    }
    by_policy = {one["policy"]: one for one in told["verdicts"]}
    assert set(by_policy) == set(load_book())
    assert by_policy["old_age_allowance"] == {
        "policy": "old_age_allowance",
        "verdict": "YES",
        "amount_fen": 5000,
        "period": "month",
        "because": by_policy["old_age_allowance"]["because"],
        "missing": [],
        "excluded_by": None,
    }
    assert by_policy["old_age_allowance"]["because"][0].keys() == {"article", "text"}
    asked = by_policy["disability_living_allowance"]
    assert (asked["verdict"], asked["amount_fen"]) == ("ASK", None)
    assert "has_disability_certificate" in asked["missing"]


def test_wrong_facts_are_named_and_nothing_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "p.json"
    facts.write_text(json.dumps(OLD_AND_POOR | {"aid_kind": "低保"}))
    assert ask("judge --facts {} --day 2026-11-22 --place 430600", facts) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "dibao" in told.err
    assert ask("judge --facts {} --day 2026-11-22 --place 430600", tmp_path / "none.json") == 1


@pytest.mark.parametrize(
    "words", ["--day 22.11.2026 --place 430600", "--day 2026-11-22 --place 岳阳"]
)
def test_a_day_or_place_that_is_none_ends_with_a_usage_line(tmp_path: Path, words: str) -> None:
    with pytest.raises(SystemExit):
        ask("judge --facts {} " + words, tmp_path)


def test_a_population_goes_from_parquet_to_parquet(tmp_path: Path) -> None:
    facts, out = tmp_path / "facts.parquet", tmp_path / "out.parquet"
    people = pl.DataFrame([OLD_AND_POOR, OLD_AND_POOR | {"person_id": "p2", "aid_kind": "none"}])
    people.with_columns(pl.col("birth_date").str.to_date()).write_parquet(facts)
    command = "sweep --facts {} --day 2026-11-22 --place 430600 --out {}"
    assert ask(command + " --policies old_age_allowance", facts, out) == 0
    rows = pl.read_parquet(out)
    assert rows.columns == list(COLUMNS)
    assert rows.rows() == [("p1", "old_age_allowance", "YES", 5000, "month", [], [], None)]
    assert ask(command + " --policies old_age_allowance --all", facts, out) == 0
    refused = pl.read_parquet(out).filter(person_id="p2").rows()
    failed = ["low_income_before_ninety"]
    assert refused == [("p2", "old_age_allowance", "NO", 0, "month", failed, [], None)]


def test_a_sweep_names_an_unknown_policy_or_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = "sweep --facts {} --day 2026-11-22 --place 430600 --out {}"
    assert ask(command, tmp_path / "none.parquet", tmp_path / "out.parquet") == 1
    assert ask(command + " --policies old_age", tmp_path, tmp_path / "out.parquet") == 1
    assert "old_age_allowance" in capsys.readouterr().err
