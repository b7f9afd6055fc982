"""The same face again is a wish: some more way, and nobody waits for it."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from nuanban.planner.check import faults
from nuanban.planner.day import Day, Key
from nuanban.planner.faces import WORTH
from nuanban.planner.plan import Plan
from nuanban.planner.tests.days import HOUR, MINUTE, crew, line_day, planned, random_day, visit


def crews_of(plan: Plan, key: Key) -> list[object]:
    """Who goes there."""
    return [route.crew for route in plan.routes if key in [stop.visit for stop in route.stops]]


def two_ways(extra: int) -> Day:
    """甲 starts at the door; 乙, whom they know, lives so many minutes away."""
    crews = [crew("甲", start=30, end=30), crew("乙", start=30 - extra, end=30 - extra)]
    return line_day(crews, [visit("老人", 30, known_crews=frozenset(["乙"]))])


def test_a_known_face_comes_for_ten_minutes_more() -> None:
    assert crews_of(planned(two_ways(WORTH // MINUTE // 2)), "老人") == ["乙"]


def test_a_known_face_does_not_come_from_the_other_end_of_the_county() -> None:
    assert crews_of(planned(two_ways(WORTH // MINUTE // 2 + 1)), "老人") == ["甲"]


def test_whoever_cannot_or_may_not_come_is_no_wish() -> None:
    day = two_ways(2)
    (asked,) = day.visits
    for barred in (
        replace(asked, unwilling_crews=frozenset(["乙"])),
        replace(asked, skills=frozenset(["护理"])),
        replace(asked, known_crews=frozenset(["丙"])),
    ):
        crews = tuple(
            replace(one, skills=frozenset(["护理"] if one.id == "甲" else [])) for one in day.crews
        )
        plan = planned(replace(day, visits=(barred,), crews=crews))
        assert crews_of(plan, "老人") == ["甲"]


def test_nobody_is_left_over_for_a_known_face() -> None:
    crews = [crew("甲", shift=(8 * HOUR, 9 * HOUR)), crew("乙", shift=(8 * HOUR, 9 * HOUR))]
    known = frozenset(["乙"])
    visits = [visit(f"户{i}", 0, seconds=30 * MINUTE, known_crews=known) for i in range(4)]
    plan = planned(line_day(crews, visits))
    assert not plan.left_over
    assert sum(crews_of(plan, one.id) == ["乙"] for one in visits) == 2


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_wishes_leave_nobody_over_and_cost_no_more_than_they_are_worth(seed: int) -> None:
    day = random_day(seed, 10, 3)
    plain = replace(day, visits=tuple(replace(v, known_crews=frozenset()) for v in day.visits))
    wished, without = planned(day), planned(plain)
    assert not faults(day, wished)
    assert {one.visit for one in wished.left_over} <= {one.visit for one in without.left_over}
    wishes = sum(bool(one.known_crews) for one in day.visits)
    assert wished.travel_seconds <= without.travel_seconds + WORTH * wishes
