"""Synthetic shares beside those of the census."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from nuanban.demo.population import MARGINS
from nuanban.lib.days import age_on
from nuanban.offices import queries as offices
from nuanban.offices.founding import FOUNDINGS
from nuanban.offices.reference import census_persons
from nuanban.residents import queries as residents
from nuanban.residents.enums import StatusKind


@dataclass(frozen=True)
class Margin:
    """One share in percent of residents."""

    name: str
    synthetic: float
    census: float


def compare(city: str, day: date) -> list[Margin]:
    """Age bands, groups and counties."""
    margins = MARGINS[city]
    rows = list(residents.current().values_list("birth_on", "sex", "resident_division_id"))
    whole = len(rows) or 1
    ages = [age_on(born, day) for born, _, _ in rows if born]

    def share(low: int, high: int) -> float:
        return 100 * sum(low <= age <= high for age in ages) / whole

    held = residents.count_by_status(day)
    found = [
        Margin("0–14 岁", share(0, 14), margins.children),
        Margin("15–59 岁", share(15, 59), margins.working),
        Margin("60 岁以上", share(60, 130), margins.old),
        Margin("65 岁以上", share(65, 130), margins.old * margins.over_65_of_old / 100),
        Margin("男性", 100 * sum(sex == "male" for _, sex, _ in rows) / whole, 51.1),
        Margin("持残疾人证", 100 * held.get(StatusKind.DISABILITY, 0) / whole, margins.card),
        Margin("低保", 100 * held.get(StatusKind.DIBAO, 0) / whole, margins.dibao),
    ]
    return found + _counties(city, Counter(code[:6] for _, _, code in rows if code), whole)


def _counties(city: str, counted: Counter[str], whole: int) -> list[Margin]:
    top = FOUNDINGS[city].division
    # 屈原管理区 is counted with 汨罗市 in the census.
    counted["430681"] += counted.pop("430671", 0)
    census = {c: n for c, n in census_persons().items() if c[:4] == top[:4] and c != top}
    total = sum(census.values())
    names = {d.code: d.name for d in offices.divisions_below(top)}
    return [
        Margin(names[code], 100 * counted[code] / whole, 100 * people / total)
        for code, people in census.items()
    ]
