"""Small days for tests. A minute of way between neighbours on a line of places."""

import random
from datetime import date
from typing import Any

import numpy as np

from nuanban.planner.day import Break, Crew, Day, Place, Promise, Visit
from nuanban.planner.limit import Limit, steps_only
from nuanban.planner.plan import Plan
from nuanban.planner.planning import plan_day
from nuanban.planner.travel import Matrix, Slow, Travel

HOUR = 3600
MINUTE = 60
MONDAY = date(2026, 3, 2)
SHIFT = (8 * HOUR, 17 * HOUR)
LUNCH = Break((11 * HOUR + 30 * MINUTE, 13 * HOUR), 45 * MINUTE)
SKILLS = ("护理", "评残")


def crew(key: str = "甲", **changes: Any) -> Crew:
    """Somebody who starts and ends at place 0."""
    usual: dict[str, Any] = {"id": key, "start": 0, "end": 0, "shift": SHIFT}
    return Crew(**(usual | changes))


def visit(key: str, place: int, **changes: Any) -> Visit:
    """Half an hour at any time of the shift."""
    usual: dict[str, Any] = {"id": key, "place": place, "windows": (SHIFT,), "seconds": 30 * MINUTE}
    return Visit(**(usual | changes))


def line_day(
    crews: list[Crew], visits: list[Visit], places: int = 61, slow: tuple[Slow, ...] = ()
) -> Day:
    """Place 7 is seven minutes from place 0."""
    at = np.arange(places)
    ways = np.abs(at[:, None] - at) * MINUTE
    return Day(
        MONDAY,
        Travel(Matrix(ways), slow),
        tuple(Place(i) for i in range(places)),
        tuple(crews),
        tuple(visits),
    )


def planned(day: Day, seed: int = 0) -> Plan:
    """The plan, without a clock."""
    return plan_day(day, quick(), seed)


def quick() -> Limit:
    """So many steps as a quarter of a second is worth; no clock ends them."""
    return steps_only(0.25)


def random_day(seed: int, visits: int, crews: int) -> Day:
    """Skills, breaks, promises, pairs, loads, several windows: anything that may be asked."""
    chance = random.Random(seed)
    some_crews = [_crew(chance, i) for i in range(crews)]
    some_visits = [_visit(chance, i, some_crews) for i in range(visits)]
    slow = (Slow((7 * HOUR, 9 * HOUR), 1.5),) if chance.random() < 0.3 else ()
    return line_day(some_crews, some_visits, slow=slow)


def _crew(chance: random.Random, i: int) -> Crew:
    begins = chance.choice((8, 9)) * HOUR
    return crew(
        f"组{i}",
        start=chance.choice((0, 30)),
        end=chance.choice((0, 30)),
        shift=(begins, begins + chance.choice((4, 8)) * HOUR),
        breaks=(LUNCH,) if begins == 8 * HOUR and chance.random() < 0.6 else (),
        skills=frozenset(skill for skill in SKILLS if chance.random() < 0.7),
        capacity=chance.choice((None, 2, 4)),
        size=chance.choice((1, 1, 1, 2)),
    )


def _visit(chance: random.Random, i: int, crews: list[Crew]) -> Visit:
    hours = chance.sample(range(8, 16), 2)
    windows = tuple((hour * HOUR, (hour + 2) * HOUR) for hour in sorted(hours))
    window = chance.choice(windows)
    promise = Promise(window, chance.choice([None, *(one.id for one in crews)]))
    return visit(
        f"户{i}",
        chance.randrange(60),
        windows=chance.choice((windows, windows[:1], (SHIFT,))),
        seconds=chance.choice((10, 20, 45)) * MINUTE,
        skills=frozenset(skill for skill in SKILLS if chance.random() < 0.3),
        priority=chance.choice((0, 0, 50, 100)),
        people=chance.choice((1, 1, 1, 1, 2)),
        promised=promise if chance.random() < 0.2 else None,
        load=chance.choice((0, 0, 1)),
        unwilling_crews=frozenset(one.id for one in crews if chance.random() < 0.1),
        known_crews=frozenset(one.id for one in crews if chance.random() < 0.2),
    )
