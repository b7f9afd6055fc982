"""What is known of a person, by whom, and on which day we knew it."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from nuanban.eligibility import actions, queries
from nuanban.eligibility.enums import Department
from nuanban.lib.actor import SYSTEM
from nuanban.residents import actions as residents
from nuanban.residents.enums import Source, StatusKind
from nuanban.residents.queries import Resident
from nuanban.rulebook.policy import Verdict
from tests.cast import MONDAY_9, Cast, person

DAY = MONDAY_9.date()
LATER = MONDAY_9 + timedelta(days=3)


def keep(resident: Resident, department: Department, at: Any = MONDAY_9, **facts: Any) -> None:
    """The department says something of a person."""
    new = actions.NewRecord(resident.pk, facts, DAY)
    actions.keep_records(department, [new], by=SYSTEM, at=at)


def city_row(resident: Resident, at: Any = MONDAY_9) -> dict[str, Any]:
    """The person in the frame of the whole city."""
    rows = queries.facts_of_city(DAY, at).filter(pl.col("person_id") == str(resident.pk))
    assert rows.height == 1
    return rows.row(0, named=True)


def test_one_person_and_the_city_are_told_the_same(cast: Cast) -> None:
    disability: dict[str, Any] = {"category": "4", "level": 2, "valid_to": date(2030, 1, 1)}
    held: list[tuple[StatusKind, dict[str, Any]]] = [
        (StatusKind.DIBAO, {}),
        (StatusKind.VETERAN, {}),
        (StatusKind.DISABILITY, disability),
    ]
    for kind, extra in held:
        residents.add_status(
            cast.wang,
            kind=kind,
            valid_from=date(2020, 1, 1),
            source=Source.CIVIL_AFFAIRS,
            by=SYSTEM,
            at=MONDAY_9,
            **extra,
        )
    keep(
        cast.wang,
        Department.SOCIAL_INSURANCE,
        pension_kind="resident",
        pension_receiving=True,
        pension_certified_on=date(2025, 1, 5),
    )
    keep(cast.liu, Department.CIVIL_AFFAIRS, household_income_fen=52_000)
    for department in Department:
        actions.note_whole_list(department, by=SYSTEM, at=MONDAY_9)
    for resident in (cast.wang, cast.liu):
        assert queries.facts_of(resident, DAY, MONDAY_9) == city_row(resident)
    assert city_row(cast.wang)["aid_kind"] == "dibao"
    assert city_row(cast.liu)["aid_kind"] == "none"


def test_without_a_whole_list_nobody_is_taken_to_have_nothing(cast: Cast) -> None:
    assert city_row(cast.liu)["has_disability_certificate"] is None
    actions.note_whole_list(Department.DISABILITY_FEDERATION, by=SYSTEM, at=LATER)
    assert city_row(cast.liu)["has_disability_certificate"] is None
    assert city_row(cast.liu, LATER)["has_disability_certificate"] is False


def test_what_was_known_on_an_earlier_day_stays_known(cast: Cast) -> None:
    keep(cast.wang, Department.CIVIL_AFFAIRS, aid_kind="dibao")
    keep(cast.wang, Department.CIVIL_AFFAIRS, at=LATER, aid_kind="none")
    assert city_row(cast.wang)["aid_kind"] == "dibao"
    assert city_row(cast.wang, LATER)["aid_kind"] == "none"
    assert queries.facts_of(cast.wang, DAY, MONDAY_9)["aid_kind"] == "dibao"


def test_in_one_moment_whoever_stood_before_the_person_is_believed(cast: Cast) -> None:
    keep(cast.wang, Department.CIVIL_AFFAIRS, household_income_fen=10)
    keep(cast.wang, Department.COUNTER, household_income_fen=20)
    assert city_row(cast.wang)["household_income_fen"] == 20
    assert queries.facts_of(cast.wang, DAY, MONDAY_9)["household_income_fen"] == 20


def test_what_a_department_says_later_takes_the_place_of_what_was_seen(cast: Cast) -> None:
    keep(cast.wang, Department.COUNTER, aid_kind="dibao", work_injury_care=False)
    keep(cast.wang, Department.CIVIL_AFFAIRS, at=LATER, aid_kind="none")
    assert city_row(cast.wang, LATER)["aid_kind"] == "none"
    assert queries.facts_of(cast.wang, DAY, LATER)["aid_kind"] == "none"
    assert city_row(cast.wang)["aid_kind"] == "dibao"
    assert queries.seen_at_counter(cast.wang.pk) == {"work_injury_care": False}


def test_a_person_is_told_what_is_known_and_by_whom(cast: Cast) -> None:
    keep(cast.wang, Department.CIVIL_AFFAIRS, aid_kind="dibao")
    said = {one.name: one for one in queries.said_of(cast.wang, DAY, MONDAY_9)}
    assert said["aid_kind"].source == "民政"
    assert said["birth_date"].source == "个人档案"
    assert (said["licence_class"].value, said["licence_class"].source) == (None, "")


def test_an_old_person_on_dibao_is_entitled_today(cast: Cast) -> None:
    keep(cast.wang, Department.CIVIL_AFFAIRS, aid_kind="dibao")
    day = date(2033, 6, 1)
    judged = {one.policy: one for one in queries.judged(cast.wang, day, MONDAY_9, "430600")}
    assert judged["old_age_allowance"].verdict == Verdict.YES
    before = queries.judged(cast.wang, day - timedelta(days=1), MONDAY_9, "430600")
    assert {one.policy: one for one in before}["old_age_allowance"].verdict == Verdict.NO


def test_small_children_of_a_household_are_facts_of_its_head(cast: Cast) -> None:
    how: dict[str, Any] = {"source": Source.POLICE, "since": DAY, "by": SYSTEM, "at": MONDAY_9}
    home = residents.open_household(cast.wang, **how)
    for name, born in (("小宝", date(2023, 5, 1)), ("二宝", date(2025, 7, 1))):
        child, _number = person(name, born)
        residents.join_household(child, home, **how)
    assert queries.facts_of(cast.wang, DAY, MONDAY_9) == city_row(cast.wang)
    row = city_row(cast.wang)
    assert row["eldest_under_3_born_on"] == date(2023, 5, 1)
    assert row["children_turning_3"] == 1
    assert row["household_id"] == str(home.pk)
    assert city_row(cast.liu)["eldest_under_3_born_on"] is None
