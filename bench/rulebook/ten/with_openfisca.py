"""The ten policies for openfisca-core, as its users write them: entities, dated parameters,
one variable for each concept, formulas over columns.

openfisca-core is AGPL: it is installed beside, for this comparison alone, and only named here.
"""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from bench.rulebook.ten.vocabulary import COUNTS, DAY, DAYS, NEVER, YES_NO

PERIOD = f"{DAY:%Y-%m}"
Formula = Callable[..., Any]
Conditions = Callable[[Any, Any], list[Any]]


def part(name: str) -> Any:
    """A module of openfisca-core."""
    return import_module(f"openfisca_core.{name}")


def value(amount: int) -> dict[str, Any]:
    """A parameter since 2020."""
    return {"values": {"2020-01-01": {"value": amount}}}


def levels(first: int, second: int, other: int) -> dict[str, Any]:
    """Fen by level of disability."""
    return {"first": value(first), "second": value(second), "other": value(other)}


PARAMETERS: dict[str, Any] = {
    "city": {"first": value(330100), "last": value(330199)},
    "ages": {f"a{age}": value(age) for age in (3, 60, 65, 80, 90, 100)},
    "old_age": levels(80000, 30000, 10000),
    "living": levels(18000, 15000, 10000),
    "care": levels(20000, 12000, 8000),
    "pension": {"base": value(19000), "year": value(500), "least": value(15)},
    "utilities": {"head": value(1500), "most": value(5), "line": value(130000)},
    "transit": value(6000),
    "renewal": {"days": value(30)},
    "childcare": value(30000),
    "veteran": {
        **{"year": value(5000), "most": value(20)},
        **{"second": value(120000), "third": value(90000)},
    },
    "maternity": {"fen": value(140000), "days": value(280)},
}


class City:
    """A person entity and a household entity with all variables."""

    def __init__(self) -> None:
        build, self.periods = part("entities").build_entity, part("periods")
        role = {"key": "member", "plural": "members", "label": "成员"}
        self.household = build(key="household", plural="households", label="户", roles=[role])
        self.person = build(key="person", plural="persons", label="人", is_person=True)
        self.variables: list[Any] = []
        names: dict[type, str] = {date: DAYS, bool: YES_NO, int: f"{COUNTS} contribution_years"}
        for kind, words in names.items():
            for name in [*words.split(), *(["income_fen"] if kind is int else [])]:
                default = {"default_value": NEVER} if kind is date else {}
                self._add(name, kind, self.person, self.periods.ETERNITY, **default)

    def _add(self, name: str, kind: type, entity: Any, period: Any, **more: Any) -> None:
        fields = {"value_type": kind, "entity": entity, "definition_period": period}
        base = part("variables").Variable
        self.variables.append(type(name, (base,), {**fields, "label": name, **more}))

    def reckoned(
        self, name: str, kind: type, formula: Formula, *, of_household: bool = False
    ) -> None:
        """A variable with a formula."""
        entity = self.household if of_household else self.person
        self._add(name, kind, entity, self.periods.MONTH, formula=formula)

    def policy(self, turn: int, count: int, conditions: Conditions, fen: Formula) -> None:
        """Three variables: bits, holds, fen."""
        full = (1 << count) - 1

        def bits(person: Any, period: Any, parameters: Any) -> Any:
            found = conditions(Asked(person, period), parameters(period))
            return sum(c.astype(np.int32) << n for n, c in enumerate(found))

        def holds(person: Any, period: Any) -> Any:
            return person(f"bits{turn}", period) == full

        def amount(person: Any, period: Any, parameters: Any) -> Any:
            is_given = person(f"holds{turn}", period)
            return np.where(is_given, fen(Asked(person, period), parameters(period)), 0)

        self.reckoned(f"bits{turn}", int, bits)
        self.reckoned(f"holds{turn}", bool, holds)
        self.reckoned(f"fen{turn}", int, amount)

    def system(self) -> Any:
        """The whole."""
        system = part("taxbenefitsystems").TaxBenefitSystem([self.person, self.household])
        system.add_variables(*self.variables)
        system.parameters = part("parameters").ParameterNode("", data=PARAMETERS)
        return system


class Asked:
    """A person in a period: `asked.age` is the variable."""

    def __init__(self, person: Any, period: Any) -> None:
        self._person, self._period = person, period

    def __getattr__(self, name: str) -> Any:
        if name.startswith("household_"):
            return self._person.household(name, self._period)
        return self._person(name, self._period)

    def ends(self, name: str, days: int) -> Any:
        """Whether a day is near."""
        day, today = getattr(self, name), np.datetime64(str(self._period.start), "D")
        return (day >= today) & (day <= today + np.timedelta64(int(days), "D"))


class ByOpenFisca:
    """openfisca-core."""

    def __init__(self) -> None:
        from bench.rulebook.ten.openfisca_policies import city

        self.system = city().system()
        self.inputs = f"{DAYS} {YES_NO} {COUNTS} contribution_years income_fen".split()

    def read(self, path: Path) -> None:
        """As NumPy reads them."""
        folder = path.with_suffix("")
        self.people = {file.stem: np.load(file) for file in sorted(folder.glob("*.npy"))}

    def judge(self) -> dict[str, Any]:
        """A simulation is built and reckoned."""
        builder = part("simulations").SimulationBuilder()
        builder.create_entities(self.system)
        household_of = self.people["household_id"]
        builder.declare_person_entity("person", np.arange(len(household_of)))
        households = builder.declare_entity("household", np.unique(household_of))
        builder.join_with_persons(households, household_of, ["member"] * len(household_of))
        simulation = builder.build(self.system)
        for name in self.inputs:
            column = self.people[name]
            wide = column.astype(np.int32) if column.dtype.kind == "i" else column
            simulation.set_input(name, "eternity", wide)
        names = [f"{what}{turn}" for turn in range(1, 11) for what in ("holds", "fen", "bits")]
        return {name: simulation.calculate(name, PERIOD) for name in names}

    def sums(self, results: dict[str, Any]) -> list[list[int]]:
        """To compare."""
        found = []
        for turn in range(1, 11):
            holds, fen, bits = (results[f"{what}{turn}"] for what in ("holds", "fen", "bits"))
            count = int(bits.max()).bit_length()
            held = [int(((bits >> n) & 1).sum()) for n in range(count)]
            found.append([int(holds.sum()), int(fen.astype(np.int64).sum()), *held])
        return found
