"""Visits of the demo city: crews for two weeks, some promises today and tomorrow, one who waits."""

import random
from datetime import date, datetime, timedelta

from nuanban.lib.actor import SYSTEM
from nuanban.lib.days import city_day, is_working_day
from nuanban.offices import queries as offices
from nuanban.residents import queries as residents
from nuanban.residents.queries import Resident
from nuanban.team.queries import Member
from nuanban.visits import actions, queries
from nuanban.visits.enums import AskedVia, VisitKind

DAYS, WISHES = 14, 8
# Who goes together, by place in the team.
CREWS = (("一组", (0, 2)), ("二组", (4,)), ("三组", (3, 5)))
SENTENCES = (
    "腿脚不便，家里没人陪",
    "卧床，女儿打电话来问",
    "听力不好，请说慢一点",
    "刚出院，走不了远路",
)


def send_out(team: list[Member], site: str, seed: int, at: datetime) -> None:
    """Crews, wishes, promises."""
    chance, today = random.Random(f"visits {seed}"), city_day(at)
    days = [today + timedelta(days=n) for n in range(DAYS)]
    for day in days:
        if is_working_day(day, offices.calendar()):
            _crews(team, site, day, at)
    for number, person in enumerate(_people(chance, today)):
        _wish(person, site, number, at)


def _crews(team: list[Member], site: str, day: date, at: datetime) -> None:
    cars = list(queries.free_vehicles(day))
    for turn, (name, places) in enumerate(CREWS):
        actions.form_crew(
            day=day,
            site=site,
            name=name,
            members=[team[place].pk for place in places],
            vehicle=cars[turn].pk if turn < len(cars) else None,
            by=SYSTEM,
            at=at,
        )


def _people(chance: random.Random, today: date) -> list[Resident]:
    """Old people whose home is known."""
    found = list(residents.elders_at_home(80, today)[: WISHES * 20])
    return chance.sample(found, min(WISHES, len(found)))


def _wish(person: Resident, site: str, number: int, at: datetime) -> None:
    division = person.resident_division_id or person.registered_division_id or site[:6]
    latitude, longitude = offices.point_of(division)
    visit = actions.ask(
        actions.NewVisit(
            resident=person,
            kind=VisitKind.HOME if number % 2 else VisitKind.APPOINTMENT,
            via=AskedVia.PHONE,
            items=["SG-RS-01"] if number % 3 else [],
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
    if number == WISHES - 1:
        return
    begin = city_day(at) + timedelta(days=number % 2)
    slots = queries.offers(visit, from_day=begin, to_day=begin + timedelta(days=6), at=at)
    if slots:
        actions.hold(visit, slots[number % len(slots)], by=SYSTEM, at=at)
        actions.confirm(visit, by=SYSTEM, at=at)
