"""Before a text is released, somebody sees what it would change for the city."""

from datetime import date
from typing import Any

import pytest

from nuanban.accounts.enums import Role
from nuanban.eligibility import actions, comparing, editing, queries
from nuanban.eligibility.enums import Department
from nuanban.eligibility.queries import PolicyVersion
from nuanban.eligibility.tests.desk import OLD_AGE, draft, saved, version_now
from nuanban.journal.models import Entry
from nuanban.lib.actor import SYSTEM
from nuanban.residents.queries import Resident
from tests.cast import MONDAY_9, Cast, person

DAY = MONDAY_9.date()
DISTRICT = "430602"


def elder(name: str, aid_kind: str, born: date = date(1942, 1, 1)) -> Resident:
    """Somebody of eighty-four in 岳阳楼区, as civil affairs know them."""
    found, _number = person(name, born)
    new = actions.NewRecord(found.pk, {"aid_kind": aid_kind}, DAY)
    actions.keep_records(Department.CIVIL_AFFAIRS, [new], by=SYSTEM, at=MONDAY_9)
    return found


def with_value(cast: Cast, number: str, value: int) -> PolicyVersion:
    """A draft in which the district has another number from today on."""
    version = draft(cast)
    texts = editing.with_value(
        queries.texts_of(version),
        number,
        value=value,
        place=DISTRICT,
        from_on=DAY,
        source="区里的通知",
        is_verified=False,
    )
    version.numbers_text = texts.numbers
    return saved(cast, version)


def compared(cast: Cast, version: PolicyVersion) -> dict[str, Any]:
    """What the worker reckons after somebody asked."""
    by = cast.user(Role.DEPARTMENT_OFFICER)
    actions.ask_difference(version, day=DAY, by=by, at=cast.at)
    actions.keep_difference(version.pk, at=cast.at)
    found: dict[str, Any] = version_now(version).difference
    assert found["state"] == "done"
    return found


def test_more_money_for_those_who_have_it(cast: Cast) -> None:
    elder("陈一", "dibao")
    elder("陈二", "none")
    found = compared(cast, with_value(cast, "over_eighty_fen", 6000))
    assert found["moves"]["more"] == 1
    assert found["moves"]["new"] == 0
    assert found["counties"] == [
        {
            "name": DISTRICT,
            "heads_before": 1,
            "heads_after": 1,
            "fen_before": 5000,
            "fen_after": 6000,
        }
    ]


def test_people_who_gain_it_and_people_who_lose_it(cast: Cast) -> None:
    elder("陈一", "dibao")
    elder("陈二", "none")
    assert compared(cast, with_value(cast, "open_to_all_age", 80))["moves"]["new"] == 1
    version = queries.open_versions()[OLD_AGE]
    by = cast.user(Role.DEPARTMENT_OFFICER)
    actions.withdraw_version(version, why="换一种办法", by=by, at=cast.at)
    assert compared(cast, with_value(cast, "first_age", 85))["moves"]["lost"] == 1


def test_policies_that_give_way_are_shown_beside(cast: Cast) -> None:
    chen = elder("陈一", "dibao")
    certificate = {
        "has_disability_certificate": True,
        "disability_level": 1,
        "disability_category": 4,
        "orphan_support": False,
        "work_injury_care": False,
    }
    new = actions.NewRecord(chen.pk, certificate, DAY)
    actions.keep_records(Department.DISABILITY_FEDERATION, [new], by=SYSTEM, at=MONDAY_9)
    found = compared(cast, with_value(cast, "over_eighty_fen", 60_000))
    beside = {row["name"]: row for row in found["policies"]}
    assert beside[OLD_AGE]["heads_after"] == 1
    assert beside["disability_living_allowance"]["heads_before"] == 1
    assert beside["disability_living_allowance"]["heads_after"] == 0


def test_what_cannot_be_read_is_told_instead_of_reckoned(cast: Cast) -> None:
    version = draft(cast)
    version.policy_text = "id = "
    version = saved(cast, version)
    by = cast.user(Role.DEPARTMENT_OFFICER)
    actions.ask_difference(version, day=DAY, by=by, at=cast.at)
    actions.keep_difference(version.pk, at=cast.at)
    assert version_now(version).difference["state"] == "failed"
    assert Entry.objects.filter(kind="eligibility.difference_asked").count() == 1


def test_the_city_is_judged_in_slices_and_says_how_far_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for turn in range(5):
        elder(f"陈{turn}", "dibao")
    version = with_value(cast, "over_eighty_fen", 6000)
    whole = compared(cast, version)
    seen: list[int] = []
    monkeypatch.setattr(comparing, "AT_ONCE", 2)
    keep = comparing.compare

    def watched(asked: Any, facts: Any, note: Any) -> Any:
        def hear(share: float) -> None:
            note(share)
            seen.append(version_now(version).difference["percent"])

        return keep(asked, facts, hear)

    monkeypatch.setattr("nuanban.eligibility.actions.difference.compare", watched)
    again = compared(cast, version)
    assert again["counties"] == whole["counties"]
    assert again["moves"] == whole["moves"]
    assert seen == sorted(seen)
    assert (len(seen), seen[-1]) == (4, 100)
