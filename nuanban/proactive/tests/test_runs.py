"""Nobody has to ask: the city is judged, two people agree, everybody entitled gets it once."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from nuanban.accounts.enums import Role
from nuanban.cases.queries import Serving
from nuanban.eligibility import queries as eligibility
from nuanban.lib.actor import SYSTEM
from nuanban.notices.queries import notices_of
from nuanban.proactive import actions, queries
from nuanban.proactive.enums import (
    AnswerKind,
    AnswerVia,
    ChangeKind,
    EntitlementState,
    GrantState,
    RunState,
    TaskKind,
)
from nuanban.proactive.queries import Change, Decision, Entitlement, Grant, Task
from nuanban.proactive.tests.city import (
    OLD_AGE,
    carried,
    elders,
    know,
    prepared,
    released,
)
from nuanban.residents import actions as residents
from nuanban.residents.enums import Source, StatusKind
from tests.cast import Cast, person

NEXT_WEEK, NEXT_MONTH = timedelta(days=8), timedelta(days=31)


def kinds(changes: Iterable[Change]) -> set[str]:
    """Kinds of changes."""
    return {change.kind for change in changes}


def test_a_preview_says_who_and_how_much_and_does_nothing(cast: Cast) -> None:
    elders(cast, 3)
    run = prepared(cast)
    assert run.state == RunState.PREVIEWED
    assert run.figures[OLD_AGE]["all"] == {"heads": 3, "fen": 15_000}
    assert run.figures[OLD_AGE]["kind:start"]["heads"] == 3
    assert run.figures[OLD_AGE]["430602"]["heads"] == 3
    assert not Grant.objects.exists()
    assert not Entitlement.objects.exists()
    change = Change.objects.first()
    assert change is not None
    assert change.facts["aid_kind"] == "dibao"


def test_who_prepared_a_run_cannot_release_it(cast: Cast) -> None:
    run = prepared(cast)
    officer = cast.user(Role.DEPARTMENT_OFFICER)
    actions.propose_run(run, words="", by=officer, at=cast.at)
    with pytest.raises(actions.SameHands):
        actions.release_run(run, by=officer, at=cast.at)


def test_what_was_not_proposed_is_not_released(cast: Cast) -> None:
    run = prepared(cast)
    with pytest.raises(actions.RunMoved):
        actions.release_run(run, by=cast.user(Role.LEAD_OFFICER), at=cast.at)
    assert actions.carry_out(run, at=cast.at) == 0


def test_everybody_entitled_is_told_and_gets_it_after_the_time_to_object(cast: Cast) -> None:
    (elder,) = elders(cast, 1)
    carried(cast)
    entitlement = Entitlement.objects.get(resident=elder)
    assert entitlement.state == EntitlementState.NOTICED
    grant = Grant.objects.get(resident=elder)
    assert (grant.period_key, grant.amount_fen, grant.state) == ("2026-03", 5000, "reserved")
    told = notices_of(elder.pk)
    assert [n.purpose for n in told] == ["proactive.start"]
    assert "每月 50 元" in told[0].text
    assert "异议" in told[0].text
    assert not Serving.objects.filter(channel="proactive").exists()
    assert actions.settle(at=cast.at + NEXT_WEEK) == 1
    grant.refresh_from_db()
    assert grant.state == GrantState.GRANTED
    assert Serving.objects.get(channel="proactive").origin_id == grant.pk


def test_the_same_run_twice_gives_nothing_twice(cast: Cast) -> None:
    elders(cast, 4)
    carried(cast)
    again = carried(cast)
    assert kinds(queries.changes_of(again)) == {ChangeKind.GO_ON}
    assert Grant.objects.count() == 4
    carried(cast, at=cast.at + NEXT_MONTH)
    assert Grant.objects.count() == 8


def test_many_who_have_everything_already_are_passed_over(cast: Cast) -> None:
    # So many that they are written by COPY, which knows no conflicts.
    found = elders(cast, 45)
    for elder in found[:21]:
        know(elder, cast.at)
    for _ in range(2):
        carried(cast)
        assert Task.objects.filter(kind=TaskKind.LOOK_UP).count() == 21
        assert Grant.objects.count() == 24


def test_who_turns_eighty_next_week_is_found_next_week(cast: Cast) -> None:
    elder, _number = person("周明", cast.at.date().replace(year=1946) + timedelta(days=7))
    know(elder, cast.at, aid_kind="dibao")
    assert not queries.changes_of(prepared(cast)).exists()
    assert kinds(queries.changes_of(prepared(cast, at=cast.at + timedelta(days=7)))) == {"start"}


def test_a_death_ends_it_after_its_month_and_leaves_the_decision(cast: Cast) -> None:
    (elder,) = elders(cast, 1)
    carried(cast)
    actions.settle(at=cast.at + NEXT_WEEK)
    at = cast.at + NEXT_MONTH
    residents.add_status(
        elder,
        kind=StatusKind.DECEASED,
        valid_from=at.date(),
        source=Source.POLICE,
        by=SYSTEM,
        at=at,
    )
    carried(cast, at=at)
    entitlement = Entitlement.objects.get(resident=elder)
    assert entitlement.state == EntitlementState.ENDED
    assert "去世" in entitlement.why_ended
    assert Decision.objects.filter(resident=elder, kind="stop").count() == 1
    carried(cast, at=at + NEXT_MONTH)
    periods = Grant.objects.filter(resident=elder).values_list("period_key", flat=True)
    assert set(periods) == {"2026-03", "2026-04"}


def test_nothing_else_is_stopped_before_somebody_spoke_with_the_person(cast: Cast) -> None:
    (elder,) = elders(cast, 1)
    carried(cast)
    actions.settle(at=cast.at + NEXT_WEEK)
    at = cast.at + NEXT_MONTH
    know(elder, at, aid_kind="none")
    carried(cast, at=at)
    entitlement = Entitlement.objects.get(resident=elder)
    assert entitlement.state == EntitlementState.ENDING
    task = Task.objects.get(resident=elder, kind=TaskKind.CONTACT)
    assert "低收入" in task.why
    clerk = cast.user(Role.HOTLINE_AGENT)
    with pytest.raises(Exception, match="不能略过"):
        actions.drop_task(task, why="忙", by=clerk, at=at)
    actions.finish_task(
        task, outcome="电话里说明，本人同意", found={}, goes_on=False, by=clerk, at=at
    )
    entitlement.refresh_from_db()
    assert entitlement.state == EntitlementState.ENDED
    assert entitlement.ends_on == date(2026, 4, 30)


def test_a_gap_in_a_list_takes_nothing_from_anybody(cast: Cast) -> None:
    (elder,) = elders(cast, 1)
    carried(cast)
    actions.settle(at=cast.at + NEXT_WEEK)
    at = cast.at + NEXT_MONTH
    know(elder, at)
    carried(cast, at=at)
    assert Entitlement.objects.get(resident=elder).state == EntitlementState.ACTIVE
    assert Grant.objects.filter(resident=elder, state="granted").count() == 2
    task = Task.objects.get(resident=elder, kind=TaskKind.LOOK_UP)
    assert task.missing == ["aid_kind"]
    clerk = cast.user(Role.HOTLINE_AGENT)
    found = {"aid_kind": "dibao"}
    actions.finish_task(task, outcome="看了低保证", found=found, goes_on=None, by=clerk, at=at)
    assert eligibility.facts_of(elder, at.date(), at)["aid_kind"] == "dibao"


def test_nobody_knocks_at_every_door_for_want_of_a_list(cast: Cast) -> None:
    elders(cast, 9, aid_kind=None)
    run = prepared(cast)
    assert run.figures[OLD_AGE]["kind:ask"]["heads"] == 9
    assert not queries.changes_of(run).exists()
    elders(cast, 30)
    asked = queries.changes_of(prepared(cast), kind="ask")
    assert asked.count() == 9


def test_an_objection_stops_the_payment_until_somebody_looked(cast: Cast) -> None:
    (elder,) = elders(cast, 1)
    carried(cast)
    entitlement = Entitlement.objects.get(resident=elder)
    actions.answer(
        entitlement,
        kind=AnswerKind.OBJECT,
        via=AnswerVia.PHONE,
        words="我已经在别处领了",
        by=cast.by(Role.HOTLINE_AGENT),
        at=cast.at,
    )
    assert actions.settle(at=cast.at + NEXT_WEEK) == 0
    task = Task.objects.get(kind=TaskKind.OBJECTION)
    assert "别处" in task.why
    lead = cast.user(Role.LEAD_OFFICER)
    actions.finish_task(task, outcome="核实没有", found={}, goes_on=True, by=lead, at=cast.at)
    assert Grant.objects.get(resident=elder).state == GrantState.GRANTED


def test_a_wild_run_is_held_until_somebody_says_why(cast: Cast) -> None:
    elders(cast, 25)
    carried(cast)
    elders(cast, 10)
    run = prepared(cast)
    assert any("人数比上次多 40%" in words for words in run.held_because)
    officer = cast.user(Role.DEPARTMENT_OFFICER)
    with pytest.raises(Exception, match="超过两成"):
        actions.propose_run(run, words=" ", by=officer, at=cast.at)


def test_a_certificate_is_issued_once(cast: Cast) -> None:
    (elder,) = elders(cast, 1)
    carried(cast)
    entitlement = Entitlement.objects.get(resident=elder)
    first = actions.certify(entitlement, by=SYSTEM, at=cast.at).document_id
    assert first is not None
    assert actions.certify(entitlement, by=SYSTEM, at=cast.at).document_id == first


def test_certificates_come_by_themselves(cast: Cast) -> None:
    elders(cast, 2)
    carried(cast)
    assert actions.certify_some(at=cast.at, most=5) == 0
    actions.settle(at=cast.at + NEXT_WEEK)
    assert actions.certify_some(at=cast.at, most=1) == 1
    assert actions.certify_some(at=cast.at, most=5) == 1
    assert actions.certify_some(at=cast.at, most=5) == 0


def test_a_refused_run_is_never_carried_out(cast: Cast) -> None:
    elders(cast, 1)
    run = released(cast)
    with pytest.raises(actions.RunMoved):
        actions.refuse_run(run, words="晚了", by=cast.user(Role.LEAD_OFFICER), at=cast.at)
    other = prepared(cast)
    actions.refuse_run(other, words="数据不对", by=cast.user(Role.LEAD_OFFICER), at=cast.at)
    assert actions.carry_out(other, at=cast.at) == 0
