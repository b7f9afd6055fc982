"""Numbers of policies: dated, with unit and source, overridable by place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nuanban.rulebook.facts import Kind
from nuanban.rulebook.trees import Type

UNITS = ("fen", "years", "months", "days", "people", "level", "count")


def trimmed(code: str) -> str:
    """A division code as the prefix of all codes within it: 430600 → 4306, 0 → everywhere."""
    short = code.rstrip("0")
    if not short:
        return ""
    even = len(short) + len(short) % 2
    return code[: max(even, len(short))] if len(code) <= 6 else _below_county(code)


def _below_county(code: str) -> str:
    """Townships have nine digits, villages twelve."""
    if not code[6:].strip("0"):
        return trimmed(code[:6])
    return code[:9] if not code[9:].strip("0") else code


@dataclass(frozen=True)
class Dated:
    """A value from a day on, in one place (prefix; empty: everywhere), and who says so."""

    value: int
    from_on: date
    place: str
    source: str
    is_verified: bool


@dataclass(frozen=True)
class Choice:
    """A number on one day in one place: the value of the place, and those of divisions within."""

    base: int
    finer: tuple[tuple[str, int], ...] = ()

    def of(self, division: str | None) -> int | None:
        """The value for a person of this division; None where it cannot be known."""
        if not self.finer:
            return self.base
        if division is None:
            return None
        for prefix, value in self.finer:
            if division.startswith(prefix):
                return value
        return self.base


@dataclass(frozen=True)
class NumberOf:
    """One number with all its values."""

    name: str
    title: str
    unit: str
    values: tuple[Dated, ...]

    @property
    def type(self) -> Type:
        """Its type in expressions."""
        unit = "" if self.unit in ("count", "level") else self.unit
        return Type(Kind.INT, unit, max(abs(v.value) for v in self.values))

    def on(self, day: date, place: str) -> Choice | None:
        """The values in force on `day` in the place with this prefix; None when there is none."""
        newest: dict[str, Dated] = {}
        for value in sorted(self.values, key=lambda v: v.from_on):
            if value.from_on <= day:
                newest[value.place] = value
        above = [p for p in newest if place.startswith(p)]
        if not above:
            return None
        base = newest[max(above, key=len)].value
        within = sorted(
            (p for p in newest if p.startswith(place) and p != place), key=len, reverse=True
        )
        finer = tuple((p, newest[p].value) for p in within)
        return Choice(base, () if all(v == base for _, v in finer) else finer)


Choices = Mapping[str, Choice]
