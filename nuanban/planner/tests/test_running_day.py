"""A running day: somebody urgent comes in, a crew breaks down, a time is offered by telephone."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from nuanban.planner.check import faults
from nuanban.planner.day import Promise
from nuanban.planner.numbers import Numbers
from nuanban.planner.replan import replan
from nuanban.planner.rest_of_day import RestOfDay
from nuanban.planner.routes import draft_from, plan_of
from nuanban.planner.slots import slots
from nuanban.planner.tests.days import (
    HOUR,
    LUNCH,
    MINUTE,
    crew,
    line_day,
    planned,
    quick,
    random_day,
    visit,
)
from nuanban.planner.urgent import insert_urgent

TEN = 10 * HOUR
EARLY = ((8 * HOUR, 9 * HOUR),)


def test_an_urgent_visit_comes_where_it_is_cheapest() -> None:
    day = line_day(
        [crew("近"), crew("远", start=60, end=60)], [visit("甲户", 10), visit("乙户", 50)]
    )
    plan = planned(day)
    answer = insert_urgent(day, plan, visit("急", 55, windows=((TEN, 12 * HOUR),)), TEN)
    assert answer.placed
    assert answer.crews == ("远",)
    assert answer.start is not None
    assert TEN <= answer.start <= 12 * HOUR


def test_what_slips_is_told_by_how_much() -> None:
    day = line_day(
        [crew()],
        [visit("近", 10, windows=EARLY), visit("远", 20, windows=((11 * HOUR, 15 * HOUR),))],
    )
    plan = planned(day)
    urgent = visit("急", 20, windows=((TEN + 50 * MINUTE, 11 * HOUR),))
    answer = insert_urgent(day, plan, urgent, TEN)
    assert [(slip.visit, slip.seconds, slip.promised) for slip in answer.slips] == [
        ("远", 20 * MINUTE, False)
    ]
    assert not answer.displaced


def test_somebody_without_a_promise_makes_room_and_is_named() -> None:
    noon = ((12 * HOUR, 12 * HOUR),)
    day = line_day([crew()], [visit("平常", 5, windows=noon)])
    plan = planned(day)
    urgent = visit("急", 40, windows=noon, priority=100)
    answer = insert_urgent(day, plan, urgent, TEN)
    assert answer.placed
    assert [one.visit for one in answer.displaced] == ["平常"]
    assert not insert_urgent(day, plan, urgent, TEN, may_displace=False).placed


def test_a_promise_does_not_make_room() -> None:
    noon = ((12 * HOUR, 12 * HOUR),)
    promised = visit("答应", 5, windows=noon, promised=Promise(noon[0], "甲"))
    day = line_day([crew()], [promised])
    plan = planned(day)
    answer = insert_urgent(day, plan, visit("急", 40, windows=noon, priority=100), TEN)
    assert not answer.placed
    assert answer.plan == plan
    assert answer.reason is not None
    assert answer.reason.code == "promise_clash"
    assert answer.by_crew == (("甲", "shift_full"),)


def test_what_has_begun_stands() -> None:
    day = line_day([crew(breaks=(LUNCH,))], [visit(f"户{i}", 6 * i) for i in range(1, 8)])
    plan = planned(day)
    answer = insert_urgent(day, plan, visit("急", 1, windows=((TEN, 16 * HOUR),)), TEN)
    old, new = plan.routes[0].stops, answer.plan.routes[0].stops
    begun = [stop for stop in old if stop.start <= TEN]
    assert begun
    assert list(new[: len(begun)]) == begun
    assert sum(stop.visit is None for stop in new) == 1


def test_when_a_crew_breaks_down_its_promises_are_kept_by_others() -> None:
    promise = Promise((14 * HOUR, 15 * HOUR), "坏车")
    day = line_day(
        [crew("坏车"), crew("别组")],
        [visit("答应", 20, promised=promise), visit("早", 10, windows=EARLY)],
    )
    plan = planned(day)
    after = replan(day, plan, TEN, quick(), gone=["坏车"])
    stops = {s.visit: (r.crew, s.start) for r in after.plan.routes for s in r.stops}
    assert stops["答应"] == ("别组", 14 * HOUR)
    (slip,) = [one for one in after.slips if one.visit == "答应"]
    assert slip.promised
    assert slip.crews_before == ("坏车",)


def test_who_is_on_the_way_goes_on_and_both_of_two_do() -> None:
    noon = ((12 * HOUR, 12 * HOUR),)
    crews = [crew("甲"), crew("乙", start=60, end=60)]
    day = line_day(crews, [visit("两人", 40, windows=noon, people=2)])
    plan = planned(day)
    on_the_way = RestOfDay(day, plan, 12 * HOUR - 30 * MINUTE)
    assert {key: len(stops) for key, stops in on_the_way.begun.items()} == {"甲": 1, "乙": 1}
    before = RestOfDay(day, plan, TEN)
    assert not any(before.begun.values())
    assert not before.draft().left


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.integers(8, 15))
def test_a_replanned_day_loses_nobody_and_breaks_no_promise(seed: int, hour: int) -> None:
    day = random_day(seed, 10, 3)
    plan = planned(day)
    after = replan(day, plan, hour * HOUR, quick(), gone=[day.crews[0].id])
    told = [s.visit for r in after.plan.routes for s in r.stops if s.visit is not None]
    told += [one.visit for one in after.plan.left_over]
    assert set(told) == {one.id for one in day.visits}
    begun = RestOfDay(day, plan, hour * HOUR, gone=[day.crews[0].id]).begun
    new = {route.crew: route.stops for route in after.plan.routes}
    assert all(new[key][: len(stops)] == stops for key, stops in begun.items() if stops)
    lost = {s.visit for r in plan.routes if r.crew == day.crews[0].id for s in r.stops}
    starts = {s.visit: s.start for r in after.plan.routes for s in r.stops}
    for one in day.visits:
        was_planned = any(s.visit == one.id for r in plan.routes for s in r.stops)
        if one.promised and was_planned and one.id not in lost:
            assert one.promised.window[0] <= starts[one.id] <= one.promised.window[1]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_a_plan_read_back_is_the_same_plan(seed: int) -> None:
    day = random_day(seed, 9, 3)
    plan = planned(day)
    again = plan_of(draft_from(Numbers(day), plan), quick())
    assert again == plan


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([1, 2]))
def test_every_slot_that_is_offered_can_be_kept(seed: int, people: int) -> None:
    day = random_day(seed, 6, 3)
    plan = planned(day)
    new = visit("新", 33, windows=((9 * HOUR, 16 * HOUR),), people=people)
    windows = [(9 * HOUR, 11 * HOUR), (14 * HOUR, 16 * HOUR)]
    offered = slots(day, plan, new, windows)
    assert [slot.extra_seconds for slot in offered] == sorted(s.extra_seconds for s in offered)
    for slot in offered[:3]:
        first, last = slot.window
        assert first <= slot.start <= last
        kept = replace(new, promised=Promise(slot.window, slot.crews[0]))
        answer = insert_urgent(day, plan, kept)
        assert answer.placed
        assert not faults(replace(day, visits=(*day.visits, kept)), answer.plan)
