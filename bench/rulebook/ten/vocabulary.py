"""What the ten policies ask, and the day on which they are asked. Every fact is known."""

from datetime import date

from nuanban.rulebook.facts import Fact, Kind, Vocabulary

DAY = date(2026, 11, 1)
PLACE = "330100"
# "No date" for engines whose dates have no null.
NEVER = date(1800, 1, 1)


def _facts(kind: Kind, names: str, unit: str = "") -> list[Fact]:
    # Wide enough for all of them, small enough for the checks of the language.
    return [Fact(n, kind, n, f"{n}？", "基准测试", unit, most=10**9) for n in names.split()]


DAYS = "birth_date disability_expires_on transit_expires_on dibao_expires_on due_on"
YES_NO = "is_head has_permit deceased in_institution work_injury_care"
COUNTS = (
    "hukou sex disability_category disability_level low_income pension military"
    " care_grade service_years"
)

TEN = Vocabulary(
    *_facts(Kind.DATE, DAYS),
    *_facts(Kind.BOOL, YES_NO + " household_has_dibao"),
    *_facts(Kind.INT, COUNTS),
    *_facts(Kind.INT, "contribution_years", "years"),
    *_facts(Kind.INT, "household_size", "people"),
    *_facts(Kind.INT, "income_fen household_income_fen", "fen"),
    Fact("division", Kind.TEXT, "地区", "住在哪里？", "基准测试", is_division=True),
)
