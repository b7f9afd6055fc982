"""The demo city: founded, staffed, peopled and busy, all through the actions of the rooms."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice

from django_otp.plugins.otp_totp.models import TOTPDevice

from nuanban.accounts import actions as accounts
from nuanban.accounts import queries as account_queries
from nuanban.accounts.enums import DeviceKind
from nuanban.demo.day import Day
from nuanban.demo.feeds import Lists
from nuanban.demo.households import Home, settled
from nuanban.demo.knocks import gather_knocks
from nuanban.demo.known import keep_known
from nuanban.demo.population import MARGINS, Population
from nuanban.demo.staff import DEVICES, PASSWORD, STAFF, WINDOWS, demo_token
from nuanban.demo.team import gather_team
from nuanban.demo.told import tell_some
from nuanban.demo.villages import go_to_villages
from nuanban.demo.visits import send_out
from nuanban.lib.actor import SYSTEM, Actor
from nuanban.lib.days import city_day
from nuanban.offices import actions as offices
from nuanban.offices import queries as office_queries
from nuanban.offices.enums import SiteKind
from nuanban.offices.founding import FOUNDINGS
from nuanban.offices.reference import census_persons
from nuanban.residents import actions as residents
from nuanban.residents import queries as resident_queries
from nuanban.residents.enums import Source

BATCH = 2_000
# The city is older than the day that is played in it.
FOUNDED_BEFORE = timedelta(days=30)
Progress = Callable[[int], None]


def population(city: str, today: date, seed: int) -> Population:
    """The generator of a city's people."""
    founding = FOUNDINGS[city]
    census = census_persons()
    counties = [
        (code, people)
        for code, people in census.items()
        if code.startswith(founding.division[:4]) and code != founding.division
    ]
    villages: dict[str, list[str]] = defaultdict(list)
    for division in office_queries.divisions_of_city(founding.division, 12):
        villages[division.code[:6]].append(division.code)
    # 屈原管理区 is counted with 汨罗市 in the census.
    villages["430681"] += villages.pop("430671", [])
    return Population(MARGINS[city], counties, dict(villages), today, seed)


def build(city: str, people: int, seed: int, at: datetime, progress: Progress) -> None:
    """Makes the whole city. `progress` hears how many people came."""
    founded_at = at - FOUNDED_BEFORE
    site = _hall(city, seed, founded_at)
    _staff(site, founded_at)
    team = gather_team(founded_at)
    crowd, lists = population(city, city_day(at), seed).people(people), Lists(seed, at)
    chance = random.Random(f"homes {seed}")
    while batch := list(islice(crowd, BATCH)):
        homes = list(settled(batch, city_day(at), MARGINS[city].dibao, chance))
        batch = [person for home in homes for person, _relation in home.people]
        progress(residents.register_many(batch, by=SYSTEM, at=founded_at))
        _keep_homes(homes, founded_at)
        lists.note(batch)
    keep_known(seed, SYSTEM, founded_at)
    lists.send(_feed(site))
    send_out(team, site, seed, at)
    go_to_villages(site, at)
    _play(site, at, seed)
    gather_knocks(at)


def _keep_homes(homes: Sequence[Home], at: datetime) -> None:
    """As the police would say it: household by household, with its head."""
    people = {_number(person): (home, person, r) for home in homes for person, r in home.people}
    holders = resident_queries.holders_of(people)
    members = [
        residents.NewMember(
            holders[number], _number(home.head), is_head=person is home.head, relation=relation
        )
        for number, (home, person, relation) in people.items()
    ]
    divisions = {_number(home.head): home.head.registered_division or "" for home in homes}
    residents.keep_households(
        members, divisions=divisions, source=Source.POLICE, day=city_day(at), by=SYSTEM, at=at
    )


def _number(person: residents.NewResident) -> str:
    return person.id_number.number if person.id_number else ""


def _hall(city: str, seed: int, at: datetime) -> str:
    founding = FOUNDINGS[city]
    offices.found_city(
        division=founding.division,
        phone=founding.phone,
        is_demo=True,
        seed=seed,
        by=SYSTEM,
        at=at,
    )
    site = offices.open_site(
        code=f"{founding.division}-1",
        division=founding.division,
        kind=SiteKind.HALL,
        name=founding.hall,
        address=f"{founding.name}（演示地址，非真实）",
        phone=founding.phone,
        way_in="正门有坡道，电梯在左手边，门口可以停轮椅车。",
        by=SYSTEM,
        at=at,
    )
    for code, name, area, is_zone in WINDOWS:
        offices.set_window(
            site=site.code,
            code=code,
            name=name,
            area=area,
            skills=[],
            is_zone=is_zone,
            is_open=True,
            by=SYSTEM,
            at=at,
        )
    spans = ((time(8, 30), time(12, 0)), (time(13, 30), time(17, 0)))
    hours = [(day, opens, closes) for day in range(5) for opens, closes in spans]
    offices.set_hours(site, hours=hours, by=SYSTEM, at=at)
    _stations(founding.home_county, founding.phone, at)
    return site.code


def _stations(county: str, phone: str, at: datetime) -> None:
    """The township centres of the home county, and one village station below each."""
    for township in office_queries.divisions_below(county)[:6]:
        villages = office_queries.divisions_below(township.code)[:1]
        for place, kind, word in [
            (township, SiteKind.TOWNSHIP_CENTRE, "便民服务中心"),
            *((village, SiteKind.VILLAGE_STATION, "便民服务站") for village in villages),
        ]:
            offices.open_site(
                code=f"{place.code}-1",
                division=place.code,
                kind=kind,
                name=f"{place.name}{word}",
                phone=phone,
                by=SYSTEM,
                at=at,
            )


def _staff(site: str, at: datetime) -> None:
    centres = office_queries.sites().filter(kind=SiteKind.TOWNSHIP_CENTRE)
    station = centres.values_list("code", flat=True).first()
    for one in STAFF:
        user = accounts.open_account(
            username=one.username,
            name=one.name,
            roles=[one.role],
            password=PASSWORD,
            site=site if one.at_hall else station if one.at_station else None,
            department=one.department,
            must_change_password=False,
            by=SYSTEM,
            at=at,
        )
        TOTPDevice.objects.create(user=user, name="demo", confirmed=True)
    for kind, name in DEVICES:
        accounts.add_device(
            kind=kind, site=site, name=name, token=demo_token(kind), by=SYSTEM, at=at
        )


def _feed(site: str) -> Actor:
    """The machine of the departments."""
    device = account_queries.devices().filter(kind=DeviceKind.FEED, site_id=site).get()
    return account_queries.actor_of_device(device)


def _play(site: str, at: datetime, seed: int) -> None:
    """Old people and those with a group come more often than others, as in a real hall."""
    day = city_day(at)
    old = date(day.year - 60, day.month, min(day.day, 28))
    crowd = resident_queries.current().order_by("id")
    elders = list(crowd.filter(birth_on__lt=old)[:60])
    others = list(crowd.filter(birth_on__gte=old, birth_on__lt=date(day.year - 18, 1, 1))[:90])
    Day(site, elders + others, at, seed).play(served=48, waiting=14)
    tell_some(elders, at)


def is_founded() -> bool:
    """True when a city is there already, demo or real."""
    return office_queries.city() is not None or account_queries.users().exists()
