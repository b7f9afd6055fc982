"""What a visit takes, from what is to be done and what helps the person."""

import tomllib
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from nuanban.residents.enums import Need
from nuanban.team.enums import KitKind, Skill

MINUTES, EACH_MORE, LEAST_MINUTES, MOST_MINUTES = 40, 20, 5, 240
# What a need asks of those who come.
_OF_NEEDS = {
    Need.SIGN_LANGUAGE: Skill.SIGN_LANGUAGE,
    Need.DIALECT: Skill.DIALECT,
    Need.BEDSIDE: Skill.NURSING,
}


@cache
def table() -> dict[str, dict[str, Any]]:
    """What items take at home, by their code, as home_needs.toml has it."""
    return tomllib.loads(Path(__file__).with_name("home_needs.toml").read_text("utf-8"))


def _of(items: Collection[str]) -> Iterator[dict[str, Any]]:
    """What the table says of each item, if it says anything."""
    return (table().get(item, {}) for item in items)


def skills_for(
    items: Collection[str], needs: Collection[Need], more: Collection[Skill] = ()
) -> list[str]:
    """What those who come must be able to do."""
    wanted = {skill.value for skill in more}
    wanted |= {_OF_NEEDS[need].value for need in needs if need in _OF_NEEDS}
    wanted |= {Skill(skill).value for row in _of(items) for skill in row.get("skills", ())}
    return sorted(wanted | ({Skill.RECEPTION.value} if items else set()))


def devices_for(items: Collection[str], more: Collection[KitKind] = ()) -> list[str]:
    """What they must have with them."""
    wanted = {KitKind(device).value for row in _of(items) for device in row.get("devices", ())}
    return sorted(wanted | {device.value for device in more})


def people_for(items: Collection[str], people: int = 0) -> int:
    """How many go; `people` 0: as usual."""
    return people or max((int(row.get("people", 1)) for row in _of(items)), default=1)


def seconds_for(items: Sequence[str], minutes: int = 0) -> int:
    """How long it takes; `minutes` 0: as usual. What comes beside the longest takes less."""
    usual = max((int(row.get("minutes", MINUTES)) for row in _of(items)), default=MINUTES)
    usual += EACH_MORE * max(0, len(items) - 1)
    return min(max(minutes or usual, LEAST_MINUTES), MOST_MINUTES) * 60
