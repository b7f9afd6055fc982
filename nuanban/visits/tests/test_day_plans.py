"""A day is proposed in the evening, accepted whole or not at all, and nothing else changes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from nuanban.journal.models import Entry
from nuanban.lib.errors import Unusable
from nuanban.notices.models import Notice
from nuanban.planner.limit import Limit, steps_only
from nuanban.team.enums import Skill
from nuanban.visits import actions, proposing
from nuanban.visits.actions import planning
from nuanban.visits.enums import PlanState, VisitKind, VisitState
from nuanban.visits.models import Crew, DayPlan, Stop, Visit
from nuanban.visits.proposals import shown
from nuanban.visits.tests.days import (
    FAR,
    MONDAY,
    NEAR,
    TUESDAY,
    crew,
    member,
    neighbour,
    seen_by_one_of,
    wish,
)
from nuanban.visits.tests.test_board_moves import check_the_day, rows, two_crews, visited
from tests.cast import MONDAY_9, Cast


def asked(cast: Cast, **said: Any) -> DayPlan:
    """Somebody presses the button."""
    return actions.ask_plan(day=TUESDAY, site=cast.site, by=cast.by(), at=MONDAY_9, **said)


def proposed(cast: Cast, **said: Any) -> DayPlan:
    """And the worker has thought."""
    return actions.plan_day(asked(cast, **said).pk, steps_only(0.5), by=cast.by(), at=MONDAY_9)


def accepted(cast: Cast, plan: DayPlan) -> DayPlan:
    """And the dispatcher agrees."""
    return actions.accept_plan(plan, by=cast.by(), at=MONDAY_9)


def test_who_waits_is_proposed_and_nothing_holds_before_somebody_agrees(cast: Cast) -> None:
    first, _ = two_crews(cast)
    kept = visited(cast, first, 1)
    waiting = [wish(cast, neighbour(n), point=FAR if n % 2 else NEAR) for n in range(2, 6)]
    before = rows()
    plan = proposed(cast)
    assert (plan.state, plan.left_over, rows()) == (PlanState.PROPOSED, {}, before)
    accepted(cast, plan)
    check_the_day()
    window = kept.window_from, kept.window_to, kept.crew_id
    kept.refresh_from_db()
    assert (kept.window_from, kept.window_to, kept.crew_id) == window
    for visit in waiting:
        visit.refresh_from_db()
        assert (visit.state, visit.day) == (VisitState.PROMISED, TUESDAY)
        assert visit.window_from is not None
        assert visit.window_to == visit.window_from + 7_200
        assert Notice.objects.filter(purpose="visits.promise", text__contains=visit.code).exists()
    assert Entry.objects.filter(kind="visits.plan_accepted", object_id=plan.pk).count() == 1
    with pytest.raises(actions.PlanDecided):
        accepted(cast, plan)


def test_a_proposal_can_be_dropped_and_asked_for_again(cast: Cast) -> None:
    two_crews(cast)
    wish(cast)
    before = rows()
    plan = proposed(cast)
    actions.drop_plan(plan, by=cast.by(), at=MONDAY_9)
    second = proposed(cast)
    third = proposed(cast)
    second.refresh_from_db()
    assert (second.state, third.state) == (PlanState.DROPPED, PlanState.PROPOSED)
    assert rows() == before


def test_a_day_that_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    first, _ = two_crews(cast)
    wish(cast)
    plan = proposed(cast)
    visited(cast, first, 2)
    before = rows()
    with pytest.raises(actions.PlanOutdated):
        accepted(cast, plan)
    assert rows() == before
    plan.refresh_from_db()
    assert plan.state == PlanState.PROPOSED


def test_who_was_called_off_meanwhile_is_not_promised(cast: Cast) -> None:
    two_crews(cast)
    visit = wish(cast)
    plan = proposed(cast)
    actions.cancel(visit, why="", by=cast.by(), at=MONDAY_9)
    with pytest.raises(actions.PlanOutdated):
        accepted(cast, plan)
    assert not Stop.objects.exists()


def test_a_fault_in_the_middle_leaves_the_old_plan(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = two_crews(cast)
    visited(cast, first, 1)
    for number in range(2, 6):
        wish(cast, neighbour(number), skills=[Skill.SIGN_LANGUAGE] if number % 2 else [])
    plan, before, written = proposed(cast), rows(), []

    def half(group: Crew, route: object) -> None:
        written.append(group)
        if len(written) == 2:
            raise RuntimeError

    monkeypatch.setattr(planning, "write_stops", half)
    with pytest.raises(RuntimeError):
        accepted(cast, plan)
    assert rows() == before
    assert Notice.objects.filter(purpose="visits.promise").count() == 1
    plan.refresh_from_db()
    assert plan.state == PlanState.PROPOSED


def test_a_plan_that_fails_leaves_the_old_plan_and_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = two_crews(cast)
    visited(cast, first, 1)
    before = rows()

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(proposing, "plan_day", broken)
    plan = proposed(cast)
    assert plan.state == PlanState.FAILED
    assert "原来的安排没有变" in plan.trouble
    assert rows() == before


def test_who_does_not_fit_is_left_over_with_the_reason_in_words(cast: Cast) -> None:
    crew(cast, "一组", [member(cast, "段立新", Skill.RECEPTION)])
    signs = wish(cast, neighbour(1), skills=[Skill.SIGN_LANGUAGE])
    pair = wish(cast, neighbour(2), people=2)
    late = wish(cast, neighbour(3), deadline_at=MONDAY_9 + timedelta(hours=1))
    village = wish(cast, neighbour(4), kind=VisitKind.VILLAGE_DAY)
    plan = proposed(cast)
    assert "手语" in plan.left_over[f"{signs.pk}"]
    assert "两个人" in plan.left_over[f"{pair.pk}"]
    assert f"{late.pk}" not in plan.left_over
    assert f"{village.pk}" not in plan.left_over


def test_two_people_go_as_one_crew(cast: Cast) -> None:
    both = [member(cast, name, Skill.RECEPTION) for name in ("段立新", "周洁")]
    pair = crew(cast, "一组", both)
    crew(cast, "二组", [member(cast, "葛晓琳", Skill.RECEPTION)])
    visit = wish(cast, people=2)
    accepted(cast, proposed(cast))
    visit.refresh_from_db()
    assert visit.crew_id == pair.pk


def test_a_day_without_crews_and_a_day_that_is_over_are_refused(cast: Cast) -> None:
    with pytest.raises(actions.NobodyGoesOut):
        asked(cast)
    with pytest.raises(Unusable, match="已经过去"):
        actions.ask_plan(day=MONDAY - timedelta(days=1), site=cast.site, by=cast.by(), at=MONDAY_9)


def test_the_evening_asks_once_for_places_with_crews_and_people_who_wait(cast: Cast) -> None:
    two_crews(cast)
    afternoon, evening = MONDAY_9 + timedelta(hours=8), MONDAY_9 + timedelta(hours=10)
    assert actions.ask_evening_plans(at=evening) == 0
    wish(cast)
    assert actions.ask_evening_plans(at=afternoon) == 0
    assert actions.ask_evening_plans(at=evening) == 1
    assert actions.ask_evening_plans(at=evening) == 0
    plan = DayPlan.objects.get()
    assert (plan.day, plan.state, plan.made_by) == (TUESDAY, PlanState.ASKED, "暖办")
    plan = actions.plan_day(plan.pk, steps_only(0.5), by=cast.by(), at=evening)
    actions.drop_plan(plan, by=cast.by(), at=evening)
    assert actions.ask_evening_plans(at=evening) == 0


def test_a_killed_worker_begins_again_and_a_late_one_changes_nothing(cast: Cast) -> None:
    two_crews(cast)
    plan = proposed(cast)
    again = actions.plan_day(plan.pk, steps_only(), by=cast.by(), at=MONDAY_9)
    assert again.made_at == plan.made_at


def test_two_thousand_who_wait_are_answered_in_time(cast: Cast) -> None:
    two_crews(cast)
    rows = Visit.objects.filter(pk=wish(cast).pk).values().get()
    several = (
        {**rows, "id": UUID(int=n + 1), "code": f"M{n:09d}", "latitude": 29.3 + n / 20_000}
        for n in range(2_000)
    )
    Visit.objects.bulk_create([Visit(**row) for row in several])
    ticks = iter(range(10_000_000))
    # A clock that runs a thousandth of a second whenever it is read.
    limit = Limit(0.3, lambda: next(ticks) / 1_000)
    plan = actions.plan_day(asked(cast).pk, limit, by=cast.by(), at=MONDAY_9)
    assert plan.state == PlanState.PROPOSED
    assert plan.plan is not None
    assert len(plan.left_over) > 1_900


def test_when_a_crew_breaks_down_others_keep_its_promises(cast: Cast) -> None:
    first, second = two_crews(cast)
    kept = [visited(cast, first, n, turn=n) for n in range(2)]
    before = {one.pk: (one.window_from, one.window_to) for one in kept}
    signs = visited(cast, second, 7, skills=[Skill.SIGN_LANGUAGE], turn=2)
    asked_for = actions.break_down(first, by=cast.by(), at=MONDAY_9)
    assert asked_for is not None
    assert not Visit.objects.filter(crew=first).exists()
    plan = actions.plan_day(asked_for.pk, steps_only(0.5), by=cast.by(), at=MONDAY_9)
    assert (plan.gone_id, plan.left_over) == (first.pk, {})
    accepted(cast, plan)
    check_the_day()
    for visit in kept:
        visit.refresh_from_db()
        assert (visit.crew_id, visit.state) == (second.pk, VisitState.PROMISED)
        told = before[visit.pk]
        assert visit.window_from is not None
        assert told[0] is not None
        assert (visit.window_from - told[0] < 60, visit.window_to) == (True, told[1])
        assert Notice.objects.filter(purpose="visits.kept", text__contains=visit.code).exists()
    signs.refresh_from_db()
    assert signs.crew_id == second.pk


def test_whose_promise_cannot_be_kept_is_on_the_list_of_calls(cast: Cast) -> None:
    first, second = two_crews(cast)
    signs = visited(cast, second, 1, skills=[Skill.SIGN_LANGUAGE])
    asked_for = actions.break_down(second, by=cast.by(), at=MONDAY_9)
    assert asked_for is not None
    plan = actions.plan_day(asked_for.pk, steps_only(0.5), by=cast.by(), at=MONDAY_9)
    page = shown(plan)
    assert [(one.visit.pk, one.phone) for one in page.left] == [(signs.pk, "13900002209")]
    assert "手语" in page.left[0].words
    assert first.stopped_at is None


def test_the_last_crew_of_a_day_leaves_a_list_and_no_plan(cast: Cast) -> None:
    first = crew(cast, "一组", [member(cast, "段立新", Skill.RECEPTION)])
    visited(cast, first, 1)
    assert actions.break_down(first, by=cast.by(), at=MONDAY_9) is None
    assert not DayPlan.objects.exists()


def test_the_evening_sends_the_same_face_again_for_a_little_more_road(cast: Cast) -> None:
    _, second = seen_by_one_of(cast)
    again = wish(cast)
    accepted(cast, proposed(cast))
    again.refresh_from_db()
    assert again.crew == second
