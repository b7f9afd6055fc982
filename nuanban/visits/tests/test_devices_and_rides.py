"""What has to be taken along, and who is taken along: devices, two people, the car."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client

from nuanban.accounts.enums import Role
from nuanban.catalogue import queries as catalogue
from nuanban.catalogue.enums import Channel
from nuanban.lib.keys import new_key
from nuanban.team import actions as team
from nuanban.team.enums import KitKind, Skill
from nuanban.team.models import Kit, Vehicle
from nuanban.team.queries import Member
from nuanban.visits import actions, wishes
from nuanban.visits.cars import use_of_cars
from nuanban.visits.enums import Ride
from nuanban.visits.models import Crew, CrewKit, Visit
from nuanban.visits.no_slots import NO_CREWS, why_none
from nuanban.visits.rides import BOARDING
from nuanban.visits.tests.days import FAR, NEAR, TUESDAY, member, neighbour, slots, wish
from nuanban.visits.tests.test_board_moves import shown, visited
from nuanban.visits.tests.test_day_plans import proposed
from tests.cast import MONDAY_9, Cast
from tests.clients import colleague

ID_CARD, ASSESSED = "SG-GA-04", "SG-CL-01"


def camera(cast: Cast, code: str = "XJ-01") -> Kit:
    """A camera of the team."""
    return team.set_kit(code=code, kind=KitKind.CAMERA, is_in_use=True, by=cast.by(), at=MONDAY_9)


def car(cast: Cast, wheelchair_places: int = 1, seats: int = 5) -> Vehicle:
    """爱心专车."""
    return team.set_vehicle(
        plate="湘F·D0001",
        name="爱心专车 1 号",
        seats=seats,
        wheelchair_places=wheelchair_places,
        is_in_use=True,
        by=cast.by(),
        at=MONDAY_9,
    )


def equipped(
    cast: Cast,
    name: str,
    members: Sequence[Member],
    kits: Sequence[Kit] = (),
    vehicle: Vehicle | None = None,
) -> Crew:
    """A crew with something in its hands."""
    return actions.form_crew(
        day=TUESDAY,
        site=cast.site,
        name=name,
        members=[one.pk for one in members],
        vehicle=vehicle.pk if vehicle else None,
        kits=[kit.pk for kit in kits],
        by=cast.by(),
        at=MONDAY_9,
    )


@pytest.fixture
def photographers(cast: Cast) -> tuple[Crew, Crew]:
    """Two crews; the second has the camera."""
    people = [member(cast, name, Skill.RECEPTION) for name in ("段立新", "彭建国")]
    return (
        equipped(cast, "一组", people[:1]),
        equipped(cast, "二组", people[1:], [camera(cast)]),
    )


def test_every_item_that_takes_something_special_is_one_done_at_home(cast: Cast) -> None:
    for code in wishes.table():
        assert Channel.VISITS in catalogue.channels_of(code), code
        assert wishes.seconds_for([code]) >= 20 * 60
    assert wishes.people_for([ASSESSED]) == 2
    assert wishes.people_for([ASSESSED], 1) == 1
    assert wishes.people_for([]) == 1


def test_an_item_says_what_must_be_able_taken_along_and_how_long(cast: Cast) -> None:
    visit = wish(cast, items=[ID_CARD])
    assert set(visit.skills) == {Skill.RECEPTION, Skill.ID_CARD}
    assert set(visit.devices) == {KitKind.CAMERA, KitKind.CARD_READER}
    assert (visit.people, visit.seconds) == (1, 30 * 60)


def test_only_who_has_the_device_is_offered(cast: Cast, photographers: tuple[Crew, Crew]) -> None:
    asked = wish(cast, devices=[KitKind.CAMERA])
    assert {slot.crew_name for slot in slots(asked)} == {"二组"}
    visit = visited(cast, photographers[1], 1, devices=[KitKind.CAMERA])
    refused = shown(visit, photographers[0]).refused
    assert "一组没有带人像采集仪" in refused


def test_a_device_goes_with_one_crew_a_day(cast: Cast, photographers: tuple[Crew, Crew]) -> None:
    third = member(cast, "周洁", Skill.RECEPTION)
    taken = CrewKit.objects.get().kit
    with pytest.raises(actions.CrewBusy):
        equipped(cast, "三组", [third], [taken])
    assert not Crew.objects.filter(name="三组").exists()


def test_a_car_goes_out_with_somebody_who_drives(cast: Cast) -> None:
    walks, drives = member(cast, "段立新", Skill.RECEPTION), member(cast, "汤师傅", Skill.DRIVING)
    loved = car(cast)
    with pytest.raises(actions.NobodyDrives):
        equipped(cast, "一组", [walks], vehicle=loved)
    assert equipped(cast, "一组", [walks, drives], vehicle=loved).vehicle == loved


def test_whoever_rides_in_a_wheelchair_waits_for_a_car_with_room_for_it(cast: Cast) -> None:
    people = [member(cast, name, Skill.RECEPTION, Skill.DRIVING) for name in ("段立新", "彭建国")]
    equipped(cast, "一组", people[:1])
    equipped(cast, "二组", people[1:], vehicle=car(cast, wheelchair_places=0))
    sits = wish(cast, neighbour(1), ride=Ride.SEAT)
    rolls = wish(cast, neighbour(2), ride=Ride.WHEELCHAIR)
    assert {slot.crew_name for slot in slots(sits)} == {"二组"}
    assert slots(rolls) == []
    assert "没有带轮椅位的车" in proposed(cast).left_over[f"{rolls.pk}"]
    Vehicle.objects.update(wheelchair_places=1)
    assert {slot.crew_name for slot in slots(rolls)} == {"二组"}
    Vehicle.objects.update(seats=1)
    assert slots(sits) == []


def test_a_ride_takes_the_way_to_the_hall_and_back(cast: Cast) -> None:
    usual = wish(cast, neighbour(1))
    near = wish(cast, neighbour(2), ride=Ride.SEAT, point=NEAR)
    far = wish(cast, neighbour(3), ride=Ride.SEAT, point=FAR)
    assert usual.seconds + BOARDING < near.seconds < far.seconds


def test_who_is_left_over_reads_what_nobody_brings(
    cast: Cast, photographers: tuple[Crew, Crew]
) -> None:
    prints = wish(cast, neighbour(1), devices=[KitKind.PRINTER])
    alone = wish(cast, neighbour(2), devices=[KitKind.CAMERA], skills=[Skill.NURSING])
    fits = wish(cast, neighbour(3), devices=[KitKind.CAMERA])
    left = proposed(cast).left_over
    assert "没有带便携打印机" in left[f"{prints.pk}"]
    assert "没有人会护理照看" in left[f"{alone.pk}"]
    assert f"{fits.pk}" not in left


def test_skills_and_devices_that_lie_in_two_crews_are_told_as_such(cast: Cast) -> None:
    nurse = member(cast, "彭小雨", Skill.RECEPTION, Skill.NURSING)
    equipped(cast, "一组", [nurse])
    equipped(cast, "二组", [member(cast, "段立新", Skill.RECEPTION)], [camera(cast)])
    visit = wish(cast, devices=[KitKind.CAMERA], skills=[Skill.NURSING])
    words = proposed(cast).left_over[f"{visit.pk}"]
    assert "不在同一组" in words
    assert "会护理照看的人、会受理业务的人、人像采集仪" in words


def test_whoever_is_on_the_telephone_reads_why_nobody_can_come(
    cast: Cast, photographers: tuple[Crew, Crew]
) -> None:
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"devices": [KitKind.PRINTER]}, "没有带便携打印机"),
        ({"people": 2}, "都只有一个人"),
        ({"point": (29.9, 114.9), "minutes": 240, "ride": Ride.NONE}, "路太远"),
    )
    for said, words in cases:
        visit = wish(cast, neighbour(len(words)), **said)
        assert words in why_none(visit, from_day=TUESDAY, to_day=TUESDAY, at=MONDAY_9)
    later = TUESDAY.replace(day=20)
    assert why_none(wish(cast), from_day=later, to_day=later, at=MONDAY_9) == NO_CREWS


def test_who_lies_in_hospital_is_not_visited_at_home(cast: Cast) -> None:
    desk = colleague(cast, Role.HOTLINE_AGENT)
    page = f"/desk/visits/new/{cast.wang.pk}/"
    said = {
        "op": str(new_key()),
        "kind": "urgent",
        "via": "phone",
        "why": "术后卧床",
        "division": "430602",
        "contact_name": "王秀兰",
        "hospital": "市人民医院",
        "deadline": "2099-03-02T17:00",
        "people": "0",
        "minutes": "0",
    }
    assert "请写医院的地址" in desk.post(page, said).content.decode()
    desk.post(page, {**said, "address": "东茅岭路 39 号"})
    assert Visit.objects.get().hospital == "市人民医院"


def test_figures_tell_what_a_car_did(cast: Cast) -> None:
    drives = member(cast, "汤师傅", Skill.RECEPTION, Skill.DRIVING)
    out = equipped(cast, "一组", [drives], vehicle=car(cast))
    near, far = wish(cast, neighbour(1)), wish(cast, neighbour(2), point=FAR, ride=Ride.SEAT)
    done = {"state": "done", "outcome": "settled", "arrived_at": MONDAY_9, "left_at": MONDAY_9}
    promise = {"crew": out, "day": TUESDAY, "window_from": 36_000, "window_to": 43_200}
    Visit.objects.filter(pk=near.pk).update(**done, **promise)
    (alone,) = use_of_cars(TUESDAY, TUESDAY)
    assert (alone.days, alone.doors, alone.rides, alone.results) == (1, 1, 0, 0)
    Visit.objects.filter(pk=far.pk).update(**done, **(promise | {"window_from": 40_000}))
    (both,) = use_of_cars(None, None, cast.site)
    assert (both.doors, both.rides) == (2, 1)
    assert both.kilometres > 2 * alone.kilometres > 0
    assert use_of_cars(None, MONDAY_9.date()) == []
    shown = _read(colleague(cast, Role.LEAD_OFFICER), "/desk/figures/")
    assert "爱心专车 1 号" in shown


def test_pages_and_paper_say_what_goes_along(cast: Cast, photographers: tuple[Crew, Crew]) -> None:
    visit = wish(cast, devices=[KitKind.CAMERA], ride=Ride.NONE)
    desk = colleague(cast, Role.SUPERVISOR)
    assert "人像采集仪" in desk.get(f"/desk/visits/{visit.pk}/").content.decode()
    assert "带着：人像采集仪" in _read(desk, f"/desk/visits/crews/?day={TUESDAY}")
    assert "带上：人像采集仪" in _read(desk, f"/desk/visits/crews/{photographers[1].pk}/")
    assert Visit.objects.get().ride == ""


def _read(client: Client, address: str) -> str:
    return client.get(address).content.decode()
