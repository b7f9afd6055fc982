"""Who is registered together: one household at a time, one head, and nothing is guessed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from nuanban.accounts.enums import Role
from nuanban.lib.actor import SYSTEM
from nuanban.lib.keys import new_key
from nuanban.residents import actions, queries
from nuanban.residents.actions import NewMember
from nuanban.residents.enums import Relation, Source
from nuanban.residents.queries import Household, HouseholdMember, Resident
from tests.cast import MONDAY_9, Cast, person
from tests.clients import colleague

DAY = MONDAY_9.date()
LATER, SOON = MONDAY_9 + timedelta(days=3), DAY + timedelta(days=3)


def home(head: Resident, *others: Resident) -> Household:
    """A household with its head."""
    found = actions.open_household(head, source=Source.POLICE, since=DAY, by=SYSTEM, at=MONDAY_9)
    for other in others:
        actions.join_household(
            other,
            found,
            relation=Relation.CHILD,
            source=Source.POLICE,
            since=DAY,
            by=SYSTEM,
            at=MONDAY_9,
        )
    return found


def names(household: Household) -> list[str]:
    """Who lives there, the head with a star."""
    members = queries.now_members(household)
    return [f"{m.resident.name}{'*' if m.is_head else ''}" for m in members]


def listed(*members: NewMember, at: date = DAY) -> dict[str, str]:
    """A list comes in; gives what was refused, by number."""
    refused = actions.keep_households(
        members, divisions={}, source=Source.POLICE, day=at, by=SYSTEM, at=MONDAY_9
    )
    return {one.number: one.why for one in refused}


def test_a_household_has_a_head_and_people_belong_to_one(cast: Cast) -> None:
    found = home(cast.wang, cast.liu)
    assert names(found) == ["王秀兰*", "刘志强"]
    with pytest.raises(actions.InHousehold, match="刘志强已经在另一户"):
        home(cast.liu)
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdMember.objects.filter(resident=cast.liu).update(is_head=True)


def test_the_head_changes_and_the_day_before_is_remembered(cast: Cast) -> None:
    found = home(cast.wang, cast.liu)
    actions.set_head(cast.liu, since=SOON, by=SYSTEM, at=LATER)
    assert names(found) == ["刘志强*", "王秀兰"]
    then = queries.household_on(cast.wang, DAY, LATER)
    assert then is not None
    assert then.is_head
    row = {r["resident"]: r for r in queries.households_of_city(SOON, LATER).to_dicts()}
    assert row[str(cast.liu.pk)]["is_head"]
    known = {r["resident"]: r for r in queries.households_of_city(SOON, MONDAY_9).to_dicts()}
    assert known[str(cast.wang.pk)]["is_head"]


def test_a_head_who_leaves_leaves_a_household_without_one(cast: Cast) -> None:
    found = home(cast.wang, cast.liu)
    with pytest.raises(actions.EarlierDay):
        actions.leave_household(cast.wang, since=DAY - timedelta(days=1), by=SYSTEM, at=LATER)
    actions.leave_household(cast.wang, since=SOON, by=SYSTEM, at=LATER)
    assert names(found) == ["刘志强"]
    with pytest.raises(actions.NoHousehold):
        actions.leave_household(cast.wang, since=SOON, by=SYSTEM, at=LATER)


def test_a_list_of_households_is_taken_where_it_is_clear(cast: Cast) -> None:
    zhao, _ = person("赵一", date(1960, 1, 1))
    qian, _ = person("钱二", date(1961, 1, 1))
    clear = NewMember(cast.wang.pk, "A1", is_head=True)
    refused = listed(
        clear,
        NewMember(cast.liu.pk, "B2"),
        NewMember(zhao.pk, "C3", is_head=True),
        NewMember(qian.pk, "C3", is_head=True),
    )
    assert "没有写户主" in refused["B2"]
    assert "两个以上户主" in refused["C3"]
    assert [m.resident_id for m in HouseholdMember.objects.all()] == [cast.wang.pk]
    assert "写在两户" in listed(clear, NewMember(cast.wang.pk, "D4", is_head=True))["D4"]


def test_a_list_moves_people_and_says_the_same_once(cast: Cast) -> None:
    old = [NewMember(cast.wang.pk, "A1", is_head=True), NewMember(cast.liu.pk, "A1")]
    assert listed(*old) == {}
    assert listed(*old) == {}
    assert HouseholdMember.objects.count() == 2
    moved = [
        NewMember(cast.liu.pk, "A1", is_head=True),
        NewMember(cast.wang.pk, "B2", is_head=True),
    ]
    assert listed(*moved, at=SOON) == {}
    homes = {
        m.resident_id: m for m in HouseholdMember.objects.filter(valid_to=None, withdrawn_at=None)
    }
    assert homes[cast.liu.pk].household_id != homes[cast.wang.pk].household_id
    then = queries.household_on(cast.wang, DAY, LATER)
    assert then is not None
    assert then.household_id == homes[cast.liu.pk].household_id


def test_a_household_is_kept_at_the_window(cast: Cast) -> None:
    clerk = colleague(cast, Role.SPECIALIST)

    def ask(resident: Resident, deed: str, **fields: str) -> int:
        sent = {"since": "2026-03-01", "op": str(new_key()), **fields}
        address = f"/desk/people/{resident.pk}/household/{deed}/"
        return clerk.post(address, sent).status_code

    assert ask(cast.wang, "open") == 303
    stranger = {"id_number": "430699195001011008", "relation": "child"}
    assert ask(cast.liu, "join", **stranger) == 422
    assert ask(cast.liu, "join", id_number=cast.wang_number, relation="child") == 303
    assert ask(cast.wang, "leave") == 303
    page = clerk.get(f"/desk/people/{cast.liu.pk}/").content.decode()
    assert "这一户没有户主" in page
    assert ask(cast.liu, "head", since="2026-03-02") == 303
    assert names(Household.objects.get()) == ["刘志强*"]
