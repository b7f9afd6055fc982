"""One a household: power, water and gas go to one of its people, whoever asks and whenever."""

from datetime import date, timedelta
from typing import Any

from nuanban.accounts.enums import Role
from nuanban.eligibility import actions as eligibility
from nuanban.eligibility import queries
from nuanban.eligibility.enums import Department
from nuanban.lib.actor import SYSTEM
from nuanban.proactive import actions
from nuanban.proactive.actions import carry_out
from nuanban.proactive.households import through_household
from nuanban.proactive.queries import Change, Entitlement, Grant, Run
from nuanban.proactive.tests.city import carried, know, prepared, released
from nuanban.residents import actions as residents
from nuanban.residents.enums import Source
from nuanban.residents.queries import Resident
from tests.cast import Cast, person
from tests.clients import colleague

POWER = "electricity_quota"
TWO = (POWER, "water_quota")


def entitled(cast: Cast, resident: Resident) -> None:
    """On aid, and with an account of their own."""
    know(resident, cast.at, aid_kind="dibao")
    facts = {"electricity_account": True, "water_account": False}
    new = eligibility.NewRecord(resident.pk, facts, cast.at.date())
    eligibility.keep_records(Department.UTILITIES, [new], by=SYSTEM, at=cast.at)


def together(cast: Cast, head: Resident, *others: Resident) -> None:
    """One household."""
    how: dict[str, Any] = {
        "source": Source.POLICE,
        "since": cast.at.date(),
        "by": SYSTEM,
        "at": cast.at,
    }
    home = residents.open_household(head, **how)
    for other in others:
        residents.join_household(other, home, **how)


def started(run: Run) -> set[str]:
    """Who is new."""
    found = Change.objects.filter(run=run, kind="start").select_related("resident")
    return {change.resident.name for change in found}


def has_it() -> set[str]:
    """Who has power for nothing."""
    live = Entitlement.objects.filter(policy=POWER, state="active").select_related("resident")
    return {one.resident.name for one in live}


def test_the_head_receives_and_the_others_are_told_through_whom(cast: Cast) -> None:
    entitled(cast, cast.wang)
    entitled(cast, cast.liu)
    assert started(prepared(cast, TWO)) == {"王秀兰", "刘志强"}
    together(cast, cast.liu, cast.wang)
    assert started(prepared(cast, TWO)) == {"刘志强"}
    carried(cast, TWO)
    assert has_it() == {"刘志强"}
    book = queries.book_on(cast.at.date())
    assert through_household(cast.wang, book, cast.at.date()) == {POWER: "刘志强"}
    assert through_household(cast.liu, book, cast.at.date()) == {}
    page = colleague(cast, Role.SPECIALIST).get(f"/desk/people/{cast.wang.pk}/entitlements/")
    # The page is of today; what is given monthly goes on.
    assert "您家已经由刘**领了" in page.content.decode()


def test_whoever_has_it_keeps_it_when_the_head_changes(cast: Cast) -> None:
    entitled(cast, cast.wang)
    entitled(cast, cast.liu)
    together(cast, cast.liu, cast.wang)
    carried(cast, TWO)
    later = cast.at + timedelta(days=40)
    residents.set_head(cast.wang, since=later.date(), by=SYSTEM, at=later)
    assert started(carried(cast, TWO, later)) == set()
    assert has_it() == {"刘志强"}


def test_two_who_have_it_already_become_one_after_a_talk(cast: Cast) -> None:
    entitled(cast, cast.wang)
    entitled(cast, cast.liu)
    carried(cast, TWO)
    assert has_it() == {"王秀兰", "刘志强"}
    together(cast, cast.liu, cast.wang)
    run = carried(cast, TWO, cast.at + timedelta(days=40))
    stop = Change.objects.get(run=run, kind="stop")
    assert stop.resident == cast.wang
    assert "一户一份" in stop.reasons[0]
    assert Entitlement.objects.get(resident=cast.wang, policy=POWER).state == "ending"


def test_a_household_without_a_head_gets_it_once_all_the_same(cast: Cast) -> None:
    head, _number = person("赵一", date(1960, 1, 1))
    entitled(cast, cast.wang)
    entitled(cast, cast.liu)
    together(cast, head, cast.liu, cast.wang)
    residents.leave_household(head, since=cast.at.date(), by=SYSTEM, at=cast.at)
    assert started(prepared(cast, TWO)) == {"王秀兰"}


def test_two_runs_that_disagree_about_the_household_give_once(cast: Cast) -> None:
    entitled(cast, cast.wang)
    entitled(cast, cast.liu)
    first = released(cast, TWO)
    together(cast, cast.liu, cast.wang)
    second = prepared(cast, TWO)
    officer, lead = cast.user(Role.DEPARTMENT_OFFICER), cast.user(Role.LEAD_OFFICER)
    actions.propose_run(second, words="核对过", by=officer, at=cast.at)
    actions.release_run(second, by=lead, at=cast.at)
    for run in (second, first, second):
        while carry_out(run, at=cast.at):
            pass
    assert has_it() == {"刘志强"}
    assert Grant.objects.filter(policy=POWER).count() == 1
