"""A place is chosen from a list, and written out where the list would be too long."""

import pytest
from django.core.exceptions import ValidationError

from nuanban.accounts.enums import Role
from nuanban.eligibility.fact_fields import fact_fields, found_facts
from nuanban.eligibility.places import PlaceField, PlaceNames, below, place_choices
from nuanban.rulebook.facts import CITY
from tests.cast import Cast
from tests.clients import colleague

PINGJIANG = "430626"


def chosen(county: str, within: str) -> str:
    """What somebody gets who chooses and writes this."""
    return str(PlaceField(choices=place_choices()).clean([county, within]))


def test_a_township_and_a_village_are_found_by_name_or_code(cast: Cast) -> None:
    names = dict(below(PINGJIANG))
    town = next(code for code, name in names.items() if name == "三市镇")
    village = next(code for code in names if code.startswith(town) and len(code) == 12)
    assert chosen(PINGJIANG, "") == PINGJIANG
    assert chosen(PINGJIANG, " 三市镇 ") == town
    assert chosen(PINGJIANG, names[village].replace(" ", "")) == village
    assert chosen("4306", village) == village
    assert PlaceNames()[village] == "平江县" + names[village].replace(" ", "")


def test_what_is_not_there_or_there_twice_is_told_in_words(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="三市镇"):
        chosen(PINGJIANG, "三市正")
    names = [name.split(" ")[-1] for code, name in below("4306") if len(code) == 12]
    twice = next(name for name in names if names.count(name) > 1)
    with pytest.raises(ValidationError, match="请写全"):
        chosen("4306", twice)
    with pytest.raises(ValidationError, match="请先选"):
        chosen("", "三市镇")


def test_the_box_offers_what_lies_within_the_county(cast: Cast) -> None:
    page = colleague(cast, Role.SPECIALIST).get("/desk/divisions/", {"place_1": PINGJIANG})
    assert "三市镇" in page.content.decode()


def test_every_fact_has_a_box_and_money_is_written_in_yuan(cast: Cast) -> None:
    boxes = fact_fields(CITY.values(), place_choices())
    assert len(boxes) == len(CITY)
    income = boxes["fact_household_income_fen"].clean("512.50")
    found = found_facts({"fact_household_income_fen": income, "fact_sex": "", "day": 3})
    assert found == {"household_income_fen": 51_250}
