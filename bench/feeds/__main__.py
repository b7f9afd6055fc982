"""`python -m bench.feeds`: one list about everybody, in each format, and the same one a month
later with one row in twenty changed.
"""

import argparse
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bench.monthly_run.database import empty_city
from bench.rulebook.memory import peak_mb

FIRST = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
KIND = "civil_affairs_aid"
ONE_IN = 20


def main() -> None:
    """Fills, sends, reads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    formats = ["csv", "gbk", "xlsx", "parquet"]
    parser.add_argument("--formats", nargs="*", choices=formats, default=formats)
    wish = parser.parse_args()
    with TemporaryDirectory() as folder, empty_city(Path(folder) / "home", FIRST):
        from bench.feeds.listed import fill, rows_of

        begun = perf_counter()
        rows = rows_of(fill(wish.people, FIRST), 1.0)
        spent = perf_counter() - begun
        print(f"{wish.people:,} people, filled {spent:.1f} s", flush=True)
        for turn, kind in enumerate(wish.formats):
            at = FIRST + timedelta(days=turn)
            print(f"{kind:8} load {os.getloadavg()[0]:.1f}  " + _sent(kind, rows, at), flush=True)
            rows = [_other(row) if n % ONE_IN == turn else row for n, row in enumerate(rows)]


def _other(row: Sequence[str]) -> Sequence[str]:
    """Another income."""
    return (*row[:3], f"{float(row[3]) + 10:.2f}", *row[4:])


def _sent(kind: str, rows: list[Sequence[str]], at: datetime) -> str:
    """The seconds of each step, in words."""
    from bench.feeds.listed import written
    from nuanban.feeds import actions
    from nuanban.feeds.queries import kinds
    from nuanban.lib.actor import SYSTEM

    content, begun = written(kind, rows), perf_counter()
    chunks = (content[n : n + 65_536] for n in range(0, len(content), 65_536))
    stored = actions.take(chunks)
    found: Any = actions.receive(kinds()[KIND], stored, name=f"名单.{kind}", by=SYSTEM, at=at)
    received = perf_counter()
    actions.read(found, clock=lambda: at)
    found.refresh_from_db()
    whole = found.rows_in == found.accepted + found.quarantined + found.duplicates
    spent = perf_counter() - received
    return (
        f"{len(content) / 1e6:.1f} MB received {received - begun:.1f} s, {found.rows_in:,} rows in "
        f"{spent:.1f} s ({found.rows_in / spent:,.0f}/s), {found.state}, accepted "
        f"{found.accepted:,}, aside {found.quarantined:,}, nothing lost {whole}, "
        f"most memory {peak_mb(os.getpid())} MB"
    )


if __name__ == "__main__":
    main()
