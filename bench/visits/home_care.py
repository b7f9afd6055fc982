"""Days of home care that do not exist: four stations, three skills, shifts of nine and a half
hours, lunch, promises taken from a plan that holds, two-person visits."""

import random
from dataclasses import replace
from datetime import date

from nuanban.planner.day import Break, Crew, Day, Place, Promise, Visit
from nuanban.planner.draft import empty_draft
from nuanban.planner.limit import steps_only
from nuanban.planner.numbers import Numbers
from nuanban.planner.planning import fill
from nuanban.planner.routes import plan_of
from nuanban.planner.travel import Points, Travel

HOUR = 3600
SHIFT = (8 * HOUR, 17 * HOUR + 1800)
LUNCH = Break((11 * HOUR + 1800, 13 * HOUR + 1800), 2700)
SKILLS = ("护理", "评残", "手语")
STATIONS = 4
# Visits for each crew: a full day, but not more than that.
VISITS_A_CREW = 6.3


def home_care(visits: int, seed: int, *, lunch: bool, two: float = 0.0, told: float = 0.0) -> Day:
    """A day. `two`: share of two-person visits; `told`: share of promised ones."""
    chance = random.Random(f"{visits}-{seed}")
    stations = [_near(chance, f"站{i}", 29.37, 113.13, 0.2) for i in range(STATIONS)]
    homes = [_home(chance, i, stations) for i in range(visits)]
    count = round(visits * (1 + two) / VISITS_A_CREW)
    day = Day(
        date(2026, 3, 2),
        Travel(Points(35.0, 1.4)),
        (*stations, *homes),
        tuple(_crew(chance, i, stations[i % STATIONS], lunch=lunch) for i in range(count)),
        tuple(_visit(chance, i, two) for i in range(visits)),
    )
    return _promised(day, chance, told)


def _near(chance: random.Random, key: str, lat: float, lon: float, spread: float) -> Place:
    return Place(key, lat + chance.uniform(-spread, spread), lon + chance.uniform(-spread, spread))


def _home(chance: random.Random, i: int, stations: list[Place]) -> Place:
    """Half of the homes are in the country, half around the stations."""
    if chance.random() < 0.5:
        return _near(chance, f"家{i}", 29.37, 113.13, 0.25)
    station = chance.choice(stations)
    return _near(chance, f"家{i}", station.lat or 0, station.lon or 0, 0.08)


def _crew(chance: random.Random, i: int, station: Place, *, lunch: bool) -> Crew:
    skills = frozenset(skill for skill in SKILLS if chance.random() < 0.6)
    breaks = (LUNCH,) if lunch else ()
    return Crew(f"组{i}", station.id, station.id, SHIFT, breaks, skills)


def _visit(chance: random.Random, i: int, two: float) -> Visit:
    begins = chance.randrange(8, 15)
    windows = ((begins * HOUR, min(begins + chance.choice((2, 3, 4)), 17) * HOUR),)
    return Visit(
        id=f"户{i}",
        place=f"家{i}",
        windows=(SHIFT,) if chance.random() < 0.3 else windows,
        seconds=60 * chance.choice((20, 30, 40, 45, 60)),
        skills=frozenset([chance.choice(SKILLS)] if chance.random() < 0.5 else []),
        priority=chance.choice((0, 10, 50, 100)),
        people=2 if chance.random() < two else 1,
    )


def _promised(day: Day, chance: random.Random, told: float) -> Day:
    """Some visits are promised as a plain plan has them: this crew, two hours around."""
    if not told:
        return day
    draft = empty_draft(Numbers(day))
    fill(draft, steps_only())
    visits = {visit.id: visit for visit in day.visits}
    for route in plan_of(draft, steps_only()).routes:
        for stop in route.stops:
            if stop.visit is not None and chance.random() < told:
                window = (max(0, stop.start - HOUR), stop.start + HOUR)
                visits[stop.visit] = replace(
                    visits[stop.visit], promised=Promise(window, route.crew)
                )
    return replace(day, visits=tuple(visits.values()))
