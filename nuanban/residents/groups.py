"""From dated facts to groups: 老弱病残孕军, each with reason and evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from nuanban.lib.days import age_on
from nuanban.residents.enums import DisabilityCategory, Group, Source, StatusKind
from nuanban.residents.models import Resident, Status
from nuanban.rulebook.days import years_before

ELDERLY_FROM = 60

GROUP_OF = {
    StatusKind.DISABILITY: Group.DISABLED,
    StatusKind.DIBAO: Group.VULNERABLE,
    StatusKind.TEKUN: Group.VULNERABLE,
    StatusKind.MARGINAL: Group.VULNERABLE,
    StatusKind.RIGID: Group.VULNERABLE,
    StatusKind.ORPHAN: Group.VULNERABLE,
    StatusKind.LIVES_ALONE: Group.VULNERABLE,
    StatusKind.PREGNANCY: Group.MATERNAL,
    StatusKind.INFANT_CARE: Group.MATERNAL,
    StatusKind.VETERAN: Group.MILITARY,
    StatusKind.MARTYR_FAMILY: Group.MILITARY,
    StatusKind.ILLNESS: Group.SICK,
    StatusKind.ABILITY_LOSS: Group.SICK,
}


def in_groups(people: pl.DataFrame, held: pl.DataFrame, day: date) -> pl.DataFrame:
    """Those of `people` (population.PEOPLE) who belong to any group on `day`; `held`: the statuses
    in force on it (population.HELD).
    """
    holders = held.filter(pl.col("kind").is_in([kind.value for kind in GROUP_OF]))["resident"]
    is_old = pl.col("birth_date") <= years_before(day, ELDERLY_FROM)
    return people.filter(is_old | pl.col("resident").is_in(holders.implode()))


@dataclass(frozen=True)
class Membership:
    """Why a person belongs to a group on a day, in words and with evidence."""

    group: Group
    text: str
    evidence: str
    until: date | None = None


def describe(status: Status) -> str:
    """残疾：听力三级 and the like."""
    if status.kind != StatusKind.DISABILITY:
        return str(StatusKind(status.kind).label)
    category = DisabilityCategory(status.category).label
    return f"{category}残疾{'一二三四'[(status.level or 1) - 1]}级"


def memberships(resident: Resident, statuses: Iterable[Status], day: date) -> list[Membership]:
    """Groups on `day`; `statuses` are those in force on it."""
    found = []
    if resident.birth_on and age_on(resident.birth_on, day) >= ELDERLY_FROM:
        age = age_on(resident.birth_on, day)
        found.append(Membership(Group.ELDERLY, f"老年 {age} 岁", "出生日期"))
    for status in statuses:
        group = GROUP_OF.get(StatusKind(status.kind))
        if group:
            evidence = status.evidence or str(Source(status.source).label)
            found.append(Membership(group, describe(status), evidence, status.valid_to))
    return found
