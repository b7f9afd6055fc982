"""Reference data that ships with the catalogue: 86 items, their guides, shared words, bundles."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nuanban.catalogue.enums import Channel, Group, Level
from nuanban.catalogue.guides import GuideFault, Situation, Words, parse, read_situation

FOLDER = Path(__file__).parent
NO_COST = "不收费。"
_TEXTS = {"plain_name", "also", "answer", "about", "who", "cost", "visits", "steps", "tips"}
_KEYS = _TEXTS | {"source", "levels", "questions", "materials"}


@dataclass(frozen=True)
class Guide:
    """What one file in items/ says."""

    plain_name: str
    also: tuple[str, ...]
    answer: str
    about: str
    who: str
    cost: str
    visits: int
    steps: tuple[str, ...]
    tips: tuple[str, ...]
    source: str
    levels: tuple[Level, ...]
    situation: Situation
    digest: str


@dataclass(frozen=True)
class ItemRow:
    """One line of items.csv."""

    code: str
    name: str
    name_en: str
    department: str
    groups: tuple[Group, ...]
    channels: tuple[Channel, ...]
    legal_days: int
    promised_days: int
    result: str
    position: int


def _lines(name: str) -> Iterator[dict[str, str]]:
    """Lines of a list; the first line says where it comes from."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        next(file)
        yield from csv.DictReader(file)


def departments() -> Iterator[tuple[str, str]]:
    """(code, name) in the order in which people look for them."""
    for line in _lines("departments.csv"):
        yield line["code"], line["name"]


def items() -> Iterator[ItemRow]:
    """The items of the city."""
    for position, line in enumerate(_lines("items.csv"), start=1):
        yield ItemRow(
            code=line["code"],
            name=line["name"],
            name_en=line["name_en"],
            department=line["department"],
            groups=tuple(Group(group) for group in line["groups"].split("|")),
            channels=tuple(Channel(channel) for channel in line["channels"].split("|")),
            legal_days=int(line["legal_days"]),
            promised_days=int(line["promised_days"]),
            result=line["result"],
            position=position,
        )


@cache
def words() -> Words:
    """Papers and questions that guides share."""
    return Words(papers=_table("papers.toml"), questions=_table("questions.toml"))


def _table(name: str) -> dict[str, Any]:
    return parse((FOLDER / name).read_text("utf-8"))


def guide(code: str) -> Guide:
    """The guide of an item. GuideFault names the file."""
    text = (FOLDER / "items" / f"{code}.toml").read_text("utf-8")
    try:
        return _read_guide(text)
    except GuideFault as fault:
        raise GuideFault(f"items/{code}.toml：{fault}") from fault


def _read_guide(text: str) -> Guide:
    table = parse(text)
    strange = sorted(set(table) - _KEYS)
    if strange:
        raise GuideFault(f"有不认识的项目：{'、'.join(strange)}。")
    situation = read_situation(table, words())
    return Guide(
        plain_name=table["plain_name"],
        also=tuple(table.get("also", ())),
        answer=table["answer"],
        about=table["about"],
        who=table["who"],
        cost=table.get("cost", NO_COST),
        visits=table.get("visits", 1),
        steps=tuple(table.get("steps", ())),
        tips=tuple(table.get("tips", ())),
        source=table.get("source", ""),
        levels=tuple(Level(level) for level in table["levels"]),
        situation=situation,
        digest=digest_of(text, str(situation)),
    )


def digest_of(*texts: str) -> str:
    """SHA-256 of texts, in hexadecimal digits."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def bundles() -> Iterator[tuple[str, dict[str, Any]]]:
    """(code, table) of every bundle."""
    yield from _table("bundles.toml").items()
