"""Visits of the demo city: crews for two weeks, a day under way, some of the next."""

import random
from datetime import date, datetime, timedelta
from math import cos, dist, radians, sin, tau

from nuanban.demo.rounds import play_round
from nuanban.lib.actor import SYSTEM
from nuanban.lib.days import city_day, is_working_day
from nuanban.offices import queries as offices
from nuanban.residents import queries as residents
from nuanban.residents.queries import Resident
from nuanban.team.queries import Member
from nuanban.visits import actions, queries
from nuanban.visits.enums import AskedVia, VisitKind

DAYS, WISHES, STRIDE = 14, 13, 3
OLD = 75
# Kilometres between a home and the middle of its township.
AROUND, KM_A_DEGREE = (0.4, 3.5), 111.2
ASKED_BEFORE, MOST_ELDERS = timedelta(days=1), 2_000
# Who goes together, by place in the team, and what they have with them.
CREWS = (
    ("一组", (0, 2, 8), ("DK-01", "XJ-01", "PS-01", "ZD-01")),
    ("二组", (4, 6, 9), ("DK-02", "PS-02", "LY-01")),
    ("三组", (3, 5), ("DY-01", "ZD-02")),
)
SENTENCES = (
    "腿脚不便，家里没人陪",
    "卧床，女儿打电话来问",
    "听力不好，请说慢一点",
    "刚出院，走不了远路",
)


def send_out(team: list[Member], site: str, seed: int, at: datetime) -> None:
    """Crews, wishes, promises of the day before; today as far as it has come."""
    chance, today = random.Random(f"visits {seed}"), city_day(at)
    asked_at, first = at - ASKED_BEFORE, first_day(today)
    for day in (today + timedelta(days=n) for n in range(DAYS)):
        if is_working_day(day, offices.calendar()):
            _crews(team, site, day, asked_at)
    people = _people(chance, site, today)
    for number, person in enumerate(people):
        visit = _wish(person, site, number, asked_at)
        if number < len(people) - 1:
            # Two of three today; in a small city too, some are still to come.
            day = first if number % 3 != 1 else offices.working_day_after(first, 1)
            _promise(visit, day, number, asked_at)
    if first == today:
        play_round(site, today, at)


def first_day(today: date) -> date:
    """Today, or the next day on which people work."""
    works = is_working_day(today, offices.calendar())
    return today if works else offices.working_day_after(today, 1)


def _crews(team: list[Member], site: str, day: date, at: datetime) -> None:
    cars = list(queries.free_vehicles(day))
    kits = {kit.code: kit.pk for kit in queries.free_kits(day)}
    for turn, (name, places, devices) in enumerate(CREWS):
        actions.form_crew(
            day=day,
            site=site,
            name=name,
            members=[team[place].pk for place in places],
            vehicle=cars[turn].pk if turn < len(cars) else None,
            kits=[kits[code] for code in devices],
            by=SYSTEM,
            at=at,
        )


def _people(chance: random.Random, site: str, today: date) -> list[Resident]:
    """Old people whose home is known, of those who live nearest to the hall."""
    hall = offices.point_of(site.partition("-")[0])
    elders = list(residents.elders_at_home(OLD, today)[:MOST_ELDERS])

    def turn(one: Resident) -> tuple[float, str, str]:
        return dist(_home(one, site)[1], hall), f"{one.birth_on}", one.name

    near = sorted(elders, key=turn)[: WISHES * 4]
    return chance.sample(near, min(WISHES, len(near)))


def _home(person: Resident, site: str) -> tuple[str, tuple[float, float]]:
    """Somewhere around the middle of what is known of the place: no two doors are one."""
    division = person.resident_division_id or person.registered_division_id or site[:6]
    latitude, longitude = offices.point_of(division)
    chance = random.Random(f"home {person.birth_on} {person.name}")
    away, turn = chance.uniform(*AROUND) / KM_A_DEGREE, chance.uniform(0, tau)
    across = away * cos(turn) / cos(radians(latitude))
    return division, (round(latitude + away * sin(turn), 5), round(longitude + across, 5))


def _wish(person: Resident, site: str, number: int, at: datetime) -> queries.Visit:
    division, (latitude, longitude) = _home(person, site)
    return actions.ask(
        actions.NewVisit(
            resident=person,
            kind=VisitKind.HOME if number % 2 else VisitKind.APPOINTMENT,
            via=AskedVia.PHONE,
            items=["SG-RS-01"] if number % 4 else [],
            why=SENTENCES[number % len(SENTENCES)],
            site=site,
            division=division,
            latitude=latitude,
            longitude=longitude,
            address=f"演示路 {number + 3} 号",
            access_notes="二楼，门铃坏了，请敲门。" if number % 2 else "",
            contact_name=person.name,
            contact_phone="",
        ),
        by=SYSTEM,
        at=at,
    )


def _promise(visit: queries.Visit, day: date, number: int, at: datetime) -> None:
    """A slot of that day, mornings and afternoons in turn; a later day when it is full."""
    slots = queries.offers(visit, from_day=day, to_day=day + timedelta(days=6), at=at)
    of_day = [slot for slot in slots if slot.day == day] or slots
    if of_day:
        turn = number * STRIDE % len(of_day) if number % 4 else -1
        actions.hold(visit, of_day[turn], by=SYSTEM, at=at)
        actions.confirm(visit, by=SYSTEM, at=at)
