"""Who comes first, and why, in a number and in words. Pure functions.

Urgency (0–100) comes from the reason alone:
something that ran out or does within 7 days 90–100, within 30 days 70, 60 days 45, 90 days 30;
a question only a visit can answer 60, or 80 once its day has passed; a linked thing that was
never done 40; nobody saw the person for half a year 35.

It is multiplied by how hard it hits: 1 + 0.25 from eighty on (0.4 from ninety on) + 0.25 living
alone + 0.2 disabled (0.3 for the two severe levels) + 0.2 tekun.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

# In every round each village gives a tenth of those who wait there, at least one.
ROUNDS = 10
VERY_OLD = 80


class Waiting(Protocol):
    """One who waits: where, and how urgent."""

    @property
    def division_id(self) -> str:
        """Code of the village."""

    @property
    def rank(self) -> int:
        """The higher, the sooner."""


W = TypeVar("W", bound=Waiting)


@dataclass(frozen=True)
class Person:
    """What makes a person easy to miss. `disability`: in words; empty for none."""

    age: int | None = None
    lives_alone: bool = False
    disability: str = ""
    is_severe: bool = False
    is_tekun: bool = False


def urgency_of_days(left: int) -> int:
    """Of something that runs out in so many days; negative: it did already."""
    if left <= 0:
        return 100
    steps = ((7, 90), (30, 70), (60, 45), (90, 30))
    return next((points for days, points in steps if left <= days), 20)


def days_words(title: str, left: int) -> str:
    """残疾证还有 12 天到期 and the like."""
    if left < 0:
        return f"{title}已经过期 {-left} 天"
    return f"{title}今天到期" if left == 0 else f"{title}还有 {left} 天到期"


def vulnerability(person: Person) -> float:
    """1 and more: by how much the urgency is multiplied."""
    age = person.age or 0
    weight = 1 + (0.4 if age >= 90 else 0.25 if age >= VERY_OLD else 0)
    weight += 0.25 * person.lives_alone + 0.2 * person.is_tekun
    return weight + (0.3 if person.is_severe else 0.2 if person.disability else 0)


def rank(urgency: int, person: Person) -> int:
    """The higher, the sooner."""
    return round(urgency * vulnerability(person))


def sentence(why: str, person: Person) -> str:
    """The reason, and whom it hits: 残疾证还有 12 天到期；83 岁，独居."""
    who = [f"{person.age} 岁"] if person.age is not None and person.age >= 60 else []
    who += ["独居"] if person.lives_alone else []
    who += [person.disability] if person.disability else []
    who += ["特困"] if person.is_tekun else []
    return f"{why}；{'，'.join(who)}" if who else why


def fair_order(waiting: Iterable[W]) -> list[W]:
    """Round robin over the villages: in each of ten rounds a village gives a tenth of those who
    wait there, its most urgent ones first. So everybody's turn comes, however small the village,
    and a large one is not left with a long tail.
    """
    villages: dict[str, list[W]] = defaultdict(list)
    for one in sorted(waiting, key=lambda one: -one.rank):
        villages[one.division_id].append(one)
    rounds: list[tuple[int, int, str, W]] = []
    for village, people in villages.items():
        share = -(-len(people) // ROUNDS)
        rounds += [(n // share, -one.rank, village, one) for n, one in enumerate(people)]
    return [one for *_, one in sorted(rounds, key=lambda row: row[:3])]


def left_until(due_on: date, day: date) -> int:
    """Days that are left."""
    return (due_on - day).days
