"""A day is planned: everybody once or with a reason, nothing promised is broken."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
import vroom
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanban.planner.again import plan_again
from nuanban.planner.check import faults
from nuanban.planner.day import Promise
from nuanban.planner.draft import empty_draft
from nuanban.planner.insertion import Finder, insert
from nuanban.planner.limit import Limit, steps_only
from nuanban.planner.numbers import Numbers
from nuanban.planner.planning import fill, plan_day
from nuanban.planner.routes import plan_of
from nuanban.planner.tests.days import (
    HOUR,
    LUNCH,
    MINUTE,
    crew,
    line_day,
    planned,
    random_day,
    visit,
)
from nuanban.planner.timetable import timetable


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 12), st.integers(0, 4))
def test_any_day_has_a_plan_that_holds(seed: int, visits: int, crews: int) -> None:
    day = random_day(seed, visits, max(crews, 1))
    if not crews:
        day = replace(day, crews=(), visits=tuple(replace(v, promised=None) for v in day.visits))
    plan = planned(day)
    assert not faults(day, plan)
    assert all(one.reason.text.endswith("。") for one in plan.left_over)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10**6))
def test_the_same_day_and_seed_give_the_same_plan(seed: int) -> None:
    day = random_day(seed, 14, 3)
    assert planned(day, seed) == planned(day, seed)


@pytest.mark.parametrize("seed", [6, 9, 24, 59])
def test_neighbours_at_one_door_are_visited_in_one_order_every_time(seed: int) -> None:
    day = random_day(seed, 14, 3)
    assert len({repr(planned(day)) for _ in range(8)}) == 1


@pytest.mark.parametrize("seed", range(6))
def test_parts_planned_again_are_never_dearer_and_keep_every_promise(seed: int) -> None:
    day = random_day(seed, 20, 4)
    draft = empty_draft(Numbers(day))
    fill(draft, steps_only())
    other = plan_again(draft, steps_only(), 5.0, seed)
    assert other.cost <= draft.cost
    assert faults(day, plan_of(other, steps_only())) == []


def test_a_slow_machine_changes_no_plan_without_a_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    solve = vroom.Input.solve

    def spy(self: vroom.Input, *, timeout: object, **said: Any) -> object:
        asked.append(timeout)
        return solve(self, timeout=timeout, **said)

    monkeypatch.setattr(vroom.Input, "solve", spy)
    day = random_day(885, 14, 3)
    plan_day(day, Limit(0.25, None).part(0.9))
    assert asked
    assert set(asked) == {None}
    asked.clear()
    plan_day(day, Limit(0.25, lambda: 0.0))
    assert asked
    assert None not in asked


def test_an_empty_day_is_an_empty_plan() -> None:
    assert planned(line_day([], [])).as_json()["routes"] == []
    assert planned(line_day([crew()], [])).as_json() == {
        "routes": [],
        "left_over": [],
        "cost": {"travel_seconds": 0, "crews_used": 0, "late_seconds": 0},
        "cut_short": False,
    }


def test_the_plan_is_written_as_the_contract_says() -> None:
    day = line_day([crew(breaks=(LUNCH,))], [visit("户", 10)])
    plan = planned(day).as_json()
    (route,) = plan["routes"]
    assert route["crew"] == "甲"
    assert route["travel_seconds"] == 20 * MINUTE
    assert [sorted(stop) for stop in route["stops"]] == [
        ["arrive", "leave", "start", "visit"],
        ["arrive", "break", "leave", "start"],
    ]
    assert plan["cost"] == {"travel_seconds": 20 * MINUTE, "crews_used": 1, "late_seconds": 0}


@pytest.mark.parametrize("count", [3, 4, 5])
def test_the_shortest_way_is_found(count: int) -> None:
    places = [40, 5, 33, 12, 27][:count]
    day = line_day(
        [crew(breaks=(LUNCH,))],
        [visit(f"户{p}", p, windows=((8 * HOUR, (10 + i) * HOUR),)) for i, p in enumerate(places)],
    )
    numbers = Numbers(day)
    rows = [
        (*order[:gap], -1, *order[gap:])
        for order in permutations(range(count))
        for gap in range(count + 1)
    ]
    tables = [timetable(numbers, 0, row, {}) for row in rows]
    assert planned(day).travel_seconds == min(one.travel for one in tables if one)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 9))
def test_insertion_finds_the_cheapest_place_there_is(seed: int, count: int) -> None:
    day = random_day(seed, count, 3)
    single = [replace(v, people=1, promised=None) for v in day.visits]
    numbers = Numbers(replace(day, visits=tuple(single)))
    draft = empty_draft(numbers)
    for one in range(count - 1):
        insert(Finder(draft), one)
    last, found = count - 1, []
    for line in draft.lines:
        if line.crew in numbers.visits[last].crews:
            for gap in range(len(line.tasks) + 1):
                row = (*line.tasks[:gap], last, *line.tasks[gap:])
                times = timetable(numbers, line.crew, row, {})
                if times is not None:
                    found.append(times.travel - line.travel)
    places = list(Finder(draft).places(last))
    assert sorted(place.extra for place in places) == sorted(found)


def test_two_people_come_at_the_same_moment() -> None:
    crews = [crew("甲", start=0, end=0), crew("乙", start=60, end=60), crew("丙", start=60, end=60)]
    others = [visit(f"户{i}", 5 * i) for i in range(1, 10)]
    day = line_day(crews, [visit("两人", 30, people=2), *others])
    plan = planned(day)
    assert not plan.left_over
    stops = [s for route in plan.routes for s in route.stops if s.visit == "两人"]
    assert len(stops) == 2
    assert stops[0].start == stops[1].start


def test_a_crew_of_two_goes_alone() -> None:
    day = line_day([crew(size=2), crew("乙")], [visit("两人", 30, people=2)])
    assert [route.crew for route in planned(day).routes] == ["甲"]


def test_a_promise_is_kept_although_another_way_were_shorter() -> None:
    promise = Promise((15 * HOUR, 16 * HOUR), "乙")
    day = line_day(
        [crew("甲"), crew("乙", start=60, end=60)],
        [visit("答应", 1, promised=promise), visit("邻居", 2)],
    )
    plan = planned(day)
    stops = {s.visit: (route.crew, s.start) for route in plan.routes for s in route.stops}
    assert stops["答应"] == ("乙", 15 * HOUR)


def test_who_was_promised_comes_before_who_is_urgent() -> None:
    noon = ((12 * HOUR, 12 * HOUR),)
    day = line_day(
        [crew()],
        [
            visit("急", 5, windows=noon, priority=100),
            visit("答应", 50, windows=noon, promised=Promise(noon[0], "甲")),
        ],
    )
    plan = planned(day)
    assert [(one.visit, one.reason.code) for one in plan.left_over] == [("急", "promise_clash")]


def test_rush_hours_take_longer() -> None:
    from nuanban.planner.travel import Slow

    calm = line_day([crew()], [visit("户", 20)])
    rush = line_day([crew()], [visit("户", 20)], slow=(Slow((8 * HOUR, 9 * HOUR), 2.0),))
    assert planned(calm).travel_seconds == 40 * MINUTE
    assert planned(rush).travel_seconds > 40 * MINUTE
    assert not faults(rush, planned(rush))


def test_a_way_from_which_nobody_leaves_later_to_arrive_earlier() -> None:
    from nuanban.planner.travel import Pace, Slow

    pace = Pace([Slow((100, 200), 3.0), Slow((300, 400), 0.5)])
    arrivals = [pace.arrive(leave, 90) for leave in range(0, 500)]
    assert arrivals == sorted(arrivals)
    assert pace.arrive(0, 90) == 90
    assert pace.arrive(90, 20) == 90 + 10 + 30
