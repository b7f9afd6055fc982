"""Who is left over is told why, in words and as a code."""

from typing import Any

import pytest

from nuanban.planner.day import Crew, Promise, Visit
from nuanban.planner.tests.days import HOUR, MINUTE, crew, line_day, planned, visit
from nuanban.planner.travel import NEVER

NOON = ((12 * HOUR, 12 * HOUR),)

CASES: list[tuple[str, list[Crew], list[Visit]]] = [
    ("no_crew", [], [visit("户", 1)]),
    ("no_skill", [crew()], [visit("户", 1, skills=frozenset(["手语"]))]),
    ("load", [crew(capacity=1)], [visit("户", 1, load=2)]),
    ("unwilling", [crew()], [visit("户", 1, unwilling_crews=frozenset(["甲"]))]),
    ("two_people", [crew()], [visit("户", 1, people=2)]),
    ("window", [crew()], [visit("户", 1, windows=((20 * HOUR, 21 * HOUR),))]),
    ("unreachable", [crew(shift=(8 * HOUR, 9 * HOUR))], [visit("户", 50)]),
    (
        "promise_clash",
        [crew()],
        [visit("户", 1, promised=Promise((0, 7 * HOUR), "甲"), windows=((0, 12 * HOUR),))],
    ),
    ("shift_full", [crew()], [visit("别家", 2, windows=NOON), visit("户", 50, windows=NOON)]),
]


@pytest.mark.parametrize(("code", "crews", "visits"), CASES, ids=[case[0] for case in CASES])
def test_the_reason_is_told(code: str, crews: list[Crew], visits: list[Visit]) -> None:
    plan = planned(line_day(crews, visits))
    (left,) = plan.left_over
    assert left.reason.code == code
    assert left.reason.text.endswith("。")


def test_a_skill_nobody_has_is_named() -> None:
    day = line_day([crew()], [visit("户", 1, skills=frozenset(["手语"]))])
    (left,) = planned(day).left_over
    assert "手语" in left.reason.text


def test_a_place_nobody_reaches_is_unreachable_in_a_matrix_too() -> None:
    from dataclasses import replace

    day = line_day([crew()], [visit("户", 60), visit("近", 1)])
    ways: Any = day.travel.ways
    ways.rows[60, :] = ways.rows[:, 60] = NEVER
    plan = planned(replace(day))
    assert [(one.visit, one.reason.code) for one in plan.left_over] == [("户", "unreachable")]
    assert plan.travel_seconds == 2 * MINUTE
