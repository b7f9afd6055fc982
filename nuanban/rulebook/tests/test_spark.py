"""On a cluster the same city is judged alike: PySpark on two local cores, partitioned files."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from nuanban.rulebook.book import load_book
from nuanban.rulebook.engines import PolarsEngine
from nuanban.rulebook.facts import CITY
from nuanban.rulebook.people import checked_frame
from nuanban.rulebook.spark import SparkEngine
from nuanban.rulebook.sweep import Wish, sweep
from nuanban.rulebook.tests.frames import comparable, table
from nuanban.rulebook.tests.words import DAY, many_people

PLACE = "430600"
LATEST_BIRTH = date(2100, 1, 1)
POLICIES = ("old_age_allowance", "dibao")


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    """One session for this file."""
    if shutil.which("java") is None:
        pytest.fail("缺少 Java：apt-get install -y openjdk-17-jre-headless")
    engine = SparkEngine("local[2]", memory="1g")
    yield engine
    engine.stop()


def test_a_province_in_parts_by_division_is_judged_as_on_one_machine(
    spark: SparkEngine, tmp_path: Path
) -> None:
    people = table(many_people(400, seed=5))
    for number, part in enumerate(people.partition_by("registered_division")):
        folder = tmp_path / "facts" / f"part={number}"
        folder.mkdir(parents=True)
        part.write_parquet(folder / "people.parquet")
    # Two policies that read every kind of fact; planning the whole book takes Spark minutes.
    book, wish = load_book(), Wish(DAY, PLACE, POLICIES, all_rows=True)
    found = {}
    for engine in (PolarsEngine(), spark):
        facts = checked_frame(engine.read(tmp_path / "facts"), list(CITY), CITY, LATEST_BIRTH)
        out = tmp_path / type(engine).__name__
        engine.write(sweep(book, facts, wish, engine), out)
        files = out / "*.parquet" if out.is_dir() else out
        found[type(engine).__name__] = {comparable(row) for row in pl.read_parquet(files).rows()}
    assert len(found["PolarsEngine"]) == 400 * len(POLICIES)
    assert found["SparkEngine"] == found["PolarsEngine"]
