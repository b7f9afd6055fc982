"""Kinds of feeds: what a department sends, written down as one TOML file each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from nuanban.eligibility.enums import Department
from nuanban.residents.enums import Source, StatusKind
from nuanban.rulebook.facts import CITY, Kind

FOLDER = Path(__file__).parent / "reference"
# What a cell may give besides facts.
PLAIN = ("id_number", "name", "since", "change")


@dataclass(frozen=True)
class Column:
    """One column: its name, names it also goes by, what it gives and how it is read."""

    name: str
    gives: str
    read: str = "text"
    also: tuple[str, ...] = ()
    needed: bool = False
    example: str = ""
    words: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_fact(self) -> bool:
        """True when the cell is a fact of the vocabulary."""
        return self.gives in CITY


@dataclass(frozen=True)
class StatusRule:
    """A status that follows from a value of the row; the other names are values too."""

    source_of: str
    values: Mapping[str, StatusKind]
    evidence: str
    category: str = ""
    level: str = ""
    until: str = ""


@dataclass(frozen=True)
class Change:
    """What one kind of change means: the fact its day gives, a status, a new person."""

    day: str = ""
    status: StatusKind | None = None
    registers: bool = False


@dataclass(frozen=True)
class FeedKind:
    """One kind of feed. Percentages are whole numbers; 0 means: not watched."""

    code: str
    title: str
    department: Department
    source: Source
    is_whole_list: bool
    columns: tuple[Column, ...]
    ignored: tuple[str, ...]
    leaves: Mapping[str, Any]
    always: Mapping[str, Any]
    statuses: tuple[StatusRule, ...]
    changes: Mapping[str, Change]
    has_many_rows_per_person: bool = False
    fewer_people_percent: int = 0
    more_deaths_percent: int = 0

    @property
    def status_kinds(self) -> frozenset[StatusKind]:
        """Statuses that this feed looks after."""
        found = {kind for rule in self.statuses for kind in rule.values.values()}
        return frozenset(found | {c.status for c in self.changes.values() if c.status})


@lru_cache(maxsize=1)
def kinds() -> dict[str, FeedKind]:
    """All kinds by code, in the order of the departments."""
    found = [_read(path) for path in FOLDER.glob("*.toml")]
    order = list(Department)
    return {k.code: k for k in sorted(found, key=lambda k: (order.index(k.department), k.code))}


def _read(path: Path) -> FeedKind:
    said = tomllib.loads(path.read_text("utf-8"))
    return FeedKind(
        code=path.stem,
        title=said["title"],
        department=Department(said["department"]),
        source=Source(said["source"]),
        is_whole_list=said["is_whole_list"],
        columns=tuple(_column(one) for one in said["columns"]),
        ignored=tuple(said.get("ignored", ())),
        leaves=said.get("leaves", {}),
        always=said.get("always", {}),
        statuses=tuple(_status(one) for one in said.get("statuses", ())),
        changes={code: _change(one) for code, one in said.get("changes", {}).items()},
        has_many_rows_per_person=said.get("has_many_rows_per_person", False),
        fewer_people_percent=said.get("fewer_people_percent", 0),
        more_deaths_percent=said.get("more_deaths_percent", 0),
    )


def _column(said: Mapping[str, Any]) -> Column:
    gives = said["gives"]
    is_number = gives in CITY and CITY[gives].kind == Kind.INT
    words = {
        word: int(value) if is_number else value
        for value, several in said.get("words", {}).items()
        for word in several
    }
    return Column(
        name=said["name"],
        gives=gives,
        read=said.get("read", "text"),
        also=tuple(said.get("also", ())),
        needed=said.get("needed", False) or gives == "id_number",
        example=said.get("example", ""),
        words=words,
    )


def _status(said: Mapping[str, Any]) -> StatusRule:
    return StatusRule(
        source_of=said["from"],
        values={value: StatusKind(kind) for value, kind in said["values"].items()},
        evidence=said["evidence"],
        category=said.get("category", ""),
        level=said.get("level", ""),
        until=said.get("until", ""),
    )


def _change(said: Mapping[str, Any]) -> Change:
    status = StatusKind(said["status"]) if "status" in said else None
    return Change(said.get("day", ""), status, said.get("registers", False))
