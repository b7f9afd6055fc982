"""One trip serves many; nobody comes for nothing."""

import threading
from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from nuanban.accounts.enums import Role
from nuanban.cases.enums import Channel
from nuanban.cases.models import Serving
from nuanban.lib.errors import Unusable
from nuanban.lib.keys import new_key
from nuanban.notices.models import Notice
from nuanban.residents.queries import Resident
from nuanban.villages import actions
from nuanban.villages.enums import DayState, SeatState
from nuanban.villages.models import Seat, VillageDay
from nuanban.villages.telling import come_at
from nuanban.villages.tests.days import listed, village_day
from nuanban.visits import actions as visits
from nuanban.visits.enums import Outcome
from nuanban.visits.models import Crew
from nuanban.visits.tests.days import TUESDAY, neighbour, one_crew, promised, slots, wish
from nuanban.visits.tests.test_devices_and_rides import car
from tests.cast import Cast
from tests.clients import colleague


def test_each_on_the_list_is_told_a_time_of_their_own(cast: Cast) -> None:
    day = village_day(cast)
    seats = [listed(cast, day, one) for one in (cast.wang, cast.liu, neighbour(1))]
    assert [f"{come_at(seat):%H:%M}" for seat in seats] == ["09:00", "11:00", "13:00"]
    told = Notice.objects.filter(purpose="villages.listed")
    assert told.count() == 3


def test_the_list_ends_with_its_seats_and_a_freed_seat_is_given_again(cast: Cast) -> None:
    day = village_day(cast, capacity=2)
    first = listed(cast, day, cast.wang)
    listed(cast, day, cast.liu)
    with pytest.raises(actions.DayFull):
        listed(cast, day, neighbour(1))
    with pytest.raises(actions.OnTheList):
        listed(cast, day, cast.liu)
    actions.drop_seat(first, by=cast.by(), at=cast.at)
    assert listed(cast, day, neighbour(1)).turn == 3


def test_of_two_after_the_last_seat_one_gets_it(committed: Cast) -> None:
    day = village_day(committed, capacity=1)
    people = [neighbour(1), neighbour(2)]
    begin, refused = threading.Barrier(2), []

    def press(resident: Resident) -> None:
        begin.wait()
        try:
            listed(committed, day, resident)
        except actions.DayFull:
            refused.append(resident)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Seat.objects.count() == 1


def test_whoever_came_is_counted_once_and_whoever_did_not_is_not(cast: Cast) -> None:
    day = village_day(cast)
    came, absent = listed(cast, day, cast.wang), listed(cast, day, cast.liu)
    actions.note_served(came, outcome=Outcome.SETTLED, words="", by=cast.by(), at=cast.at)
    with pytest.raises(actions.SeatMoved):
        actions.note_served(came, outcome=Outcome.SETTLED, words="", by=cast.by(), at=cast.at)
    assert actions.note_absent(absent, by=cast.by(), at=cast.at).state == SeatState.ABSENT
    assert [one.channel for one in Serving.objects.filter(origin_id=came.pk)] == [Channel.VISITS]
    assert not Serving.objects.filter(origin_id=absent.pk).exists()
    late = actions.note_served(absent, outcome=Outcome.TAKEN, words="", by=cast.by(), at=cast.at)
    assert late.state == SeatState.SERVED
    other = listed(cast, day, neighbour(1))
    with pytest.raises(Unusable):
        actions.note_served(other, outcome=Outcome.AGAIN, words="", by=cast.by(), at=cast.at)


def test_a_crew_in_a_village_is_promised_to_nobody_else(cast: Cast) -> None:
    group = one_crew(cast)
    day = village_day(cast, day=TUESDAY)
    assert slots(wish(cast))
    actions.send_crew(day, crew=group.pk, by=cast.by(), at=cast.at)
    assert not slots(wish(cast))
    actions.cancel_day(day, why="下大雨，路不通", by=cast.by(), at=cast.at)
    promised(cast, wish(cast), slots(wish(cast))[0])
    other = village_day(cast, day=TUESDAY, begins=time(10))
    with pytest.raises(visits.CrewHasVisits):
        actions.send_crew(other, crew=group.pk, by=cast.by(), at=cast.at)


def test_a_cancelled_day_tells_everybody_on_the_list(cast: Cast) -> None:
    day = village_day(cast)
    for one in (cast.wang, cast.liu):
        listed(cast, day, one)
    with pytest.raises(Unusable):
        actions.cancel_day(day, why=" ", by=cast.by(), at=cast.at)
    day = actions.cancel_day(day, why="下大雨，路不通", by=cast.by(), at=cast.at)
    assert day.state == DayState.CANCELLED
    told = Notice.objects.filter(purpose="villages.off")
    assert {one.person_id for one in told} == {cast.wang.pk, cast.liu.pk}
    with pytest.raises(actions.DayOver):
        listed(cast, day, neighbour(1))


def test_a_day_without_sense_is_refused_in_words(cast: Cast) -> None:
    for said, sentence in (
        ({"begins": time(16)}, "早于"),
        ({"capacity": 0}, "名额"),
        ({"division": "999999"}, "乡镇或村"),
        ({"items": ["XX"]}, "事项"),
        ({"day": cast.at.date().replace(year=2020)}, "过了"),
    ):
        with pytest.raises(Unusable, match=sentence):
            village_day(cast, **said)


def test_whoever_cannot_walk_needs_a_crew_with_a_car(cast: Cast) -> None:
    day = village_day(cast)
    actions.add_seat(day, cast.wang, is_fetched=True, note="", by=cast.by(), at=cast.at)
    page = reverse("villages:day", args=[day.pk])
    desk = colleague(cast, Role.SUPERVISOR)
    assert "请选有车的" in desk.get(page).content.decode()
    walks = one_crew(cast)
    VillageDay.objects.update(crew=walks)
    assert "一组没有车" in desk.get(page).content.decode()
    Crew.objects.update(vehicle=car(cast))
    shown = desk.get(page).content.decode()
    assert "没有车" not in shown
    assert "爱心专车 1 号" in shown


def test_a_guide_lists_somebody_and_a_helper_notes_what_came_of_it(
    cast: Cast, time_machine: Any
) -> None:
    time_machine.move_to(cast.at)
    day = village_day(cast)
    guide, helper = colleague(cast, Role.GUIDE), colleague(cast, Role.SPECIALIST)
    page = guide.get(reverse("villages:join", args=[cast.wang.pk]))
    assert "村部一楼会议室" in page.content.decode()
    said = {"village_day": str(day.pk), "is_fetched": "on", "op": str(new_key())}
    guide.post(reverse("villages:join", args=[cast.wang.pk]), said)
    seat = Seat.objects.get()
    assert seat.is_fetched
    done = {"outcome": "settled", "words": "", "op": str(new_key())}
    helper.post(reverse("villages:served", args=[seat.pk]), done)
    seat.refresh_from_db()
    assert seat.state == SeatState.SERVED
    assert "当场办结" in helper.get(reverse("villages:day", args=[day.pk])).content.decode()
