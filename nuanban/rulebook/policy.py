"""A policy as it stands after reading: conditions, amount, period, consent, starts and stops."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from nuanban.rulebook.dated_numbers import Choices, NumberOf
from nuanban.rulebook.facts import Fact
from nuanban.rulebook.trees import Tree, facts_in


class Verdict(Enum):
    """What is known about one person and one policy. NO outweighs ASK outweighs YES."""

    YES = "YES"
    NO = "NO"
    ASK = "ASK"


class Period(Enum):
    """How often it is given."""

    MONTH = "month"
    YEAR = "year"
    ONCE = "once"
    NONE = "none"


class Consent(Enum):
    """How a person agrees: not asked; told, with days to object; one word; a knock on the door."""

    SILENT = "silent"
    NOTICE = "notice"
    ONE_WORD = "one_word"
    KNOCK = "knock"


class StopOn(Enum):
    """What ends it."""

    DEATH = "death"
    MOVE_OUT = "move_out"
    EXPIRY = "expiry"
    NO_LONGER = "no_longer"


@dataclass(frozen=True)
class Condition:
    """One article: when it holds, what to say when it holds and when it does not."""

    article: str
    tree: Tree
    text: str
    says: str
    fails: str


@dataclass(frozen=True)
class Band:
    """An amount in fen, and when it is this one (None: otherwise)."""

    when: Tree | None
    fen: Tree
    when_text: str
    fen_text: str


@dataclass(frozen=True)
class Exclusion:
    """This policy is not given together with another one, which comes first."""

    policy: str
    article: str
    says: str


@dataclass(frozen=True)
class Stop:
    """What ends it and how: months paid on after the end, whether the month of the end is paid."""

    on: tuple[StopOn, ...] = ()
    fade_out_months: int = 0
    pays_month_of_end: bool = True


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One policy. `places` are the prefixes of the divisions that have it."""

    id: str
    title: str
    department: str
    basis: str
    summary: str
    places: Sequence[str]
    in_force_from: date
    in_force_until: date | None = None
    conditions: tuple[Condition, ...]
    bands: tuple[Band, ...]
    period: Period
    consent: Consent
    numbers: tuple[NumberOf, ...]
    excluded_by: tuple[Exclusion, ...] = ()
    higher_one: str = ""
    stop: Stop = field(default_factory=Stop)
    triggers: Sequence[str] = ()
    division: str = "registered_division"
    items: Sequence[str] = ()
    objection_days: int = 0
    posting_days: int = 0
    notice_days: int = 0
    per_household: bool = False
    list_for: str = ""

    @property
    def unverified(self) -> tuple[str, ...]:
        """Titles of numbers that nobody has confirmed yet."""
        found = (n.title for n in self.numbers if not all(v.is_verified for v in n.values))
        return tuple(found)

    def is_offered(self, day: date, place: str) -> bool:
        """Whether the policy is in force on `day` in the place with this prefix."""
        until = self.in_force_until or date.max
        near = any(place.startswith(p) or p.startswith(place) for p in self.places)
        return self.in_force_from <= day <= until and near

    def choices(self, day: date, place: str) -> Choices | None:
        """Its numbers on `day` in the place; None when one of them has no value."""
        found = {number.name: number.on(day, place) for number in self.numbers}
        known = {name: choice for name, choice in found.items() if choice is not None}
        return known if len(known) == len(found) else None

    def trees(self) -> Iterator[Tree]:
        """All expressions."""
        for condition in self.conditions:
            yield condition.tree
        for band in self.bands:
            if band.when is not None:
                yield band.when
            yield band.fen

    def facts(self) -> dict[str, Fact]:
        """The facts it asks for, by name."""
        return {fact.name: fact for tree in self.trees() for fact in facts_in(tree)}
