"""Who reads the names of a village day."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from nuanban.accounts.enums import Role
from nuanban.journal.models import Entry
from nuanban.lib.keys import new_key
from nuanban.villages import actions
from nuanban.villages.enums import SeatState
from nuanban.villages.models import VillageDay
from nuanban.villages.tests.days import DIVISION, listed, village_day
from nuanban.visits.tests.days import TUESDAY, crew, member, wish
from tests.cast import Cast, helper_at
from tests.clients import colleague

pytestmark = pytest.mark.django_db


def page_of(cast: Cast, role: Role, day: VillageDay, name: str = "day") -> str:
    """The page as somebody reads it."""
    return colleague(cast, role).get(reverse(f"villages:{name}", args=[day.pk])).content.decode()


def test_whoever_does_not_go_there_reads_no_names_and_notes_nothing(cast: Cast) -> None:
    day = village_day(cast, day=TUESDAY)
    seat = listed(cast, day, cast.wang)
    for role in (Role.VISITING_STAFF, Role.VOLUNTEER):
        for name in ("day", "sheet"):
            shown = page_of(cast, role, day, name)
            assert "村部一楼会议室" in shown
            assert cast.wang.name not in shown
            assert "打印名单" not in shown
        said = {"outcome": "settled", "op": str(new_key())}
        noted = colleague(cast, role).post(reverse("villages:served", args=[seat.pk]), said)
        assert noted.status_code == HTTPStatus.NOT_FOUND
    seat.refresh_from_db()
    assert seat.state == SeatState.LISTED


def test_the_crew_that_goes_there_reads_names_and_notes_who_came(cast: Cast) -> None:
    goes = member(cast, "方志远", user=Role.VISITING_STAFF)
    day = village_day(cast, day=TUESDAY)
    seat = listed(cast, day, cast.wang)
    group = crew(cast, "下乡组", [goes])
    actions.send_crew(day, crew=group.pk, by=cast.by(), at=cast.at)
    day.refresh_from_db()
    shown = page_of(cast, Role.VISITING_STAFF, day)
    assert cast.wang.name in shown
    page_of(cast, Role.VISITING_STAFF, day, "sheet")
    assert Entry.objects.get(kind="villages.sheet_opened").object_id == day.pk
    # Whoever only goes out has no right to the file.
    assert reverse("residents:person", args=[cast.wang.pk]) not in shown
    said = {"outcome": "settled", "op": str(new_key())}
    colleague(cast, Role.VISITING_STAFF).post(reverse("villages:served", args=[seat.pk]), said)
    seat.refresh_from_db()
    assert seat.state == SeatState.SERVED


def test_helpers_read_names_of_their_own_division_only(cast: Cast) -> None:
    wish(cast, cast.liu, division=DIVISION)
    day = village_day(cast)
    listed(cast, day, cast.wang)
    helper_at(cast, DIVISION)
    shown = page_of(cast, Role.STATION_HELPER, day)
    assert cast.wang.name in shown
    assert cast.liu.name in shown
    helper_at(cast, "430602")
    shown = page_of(cast, Role.STATION_HELPER, day)
    assert cast.wang.name not in shown
    assert cast.liu.name not in shown


def test_a_helper_who_goes_elsewhere_with_the_crew_notes_who_came_and_lists_nobody(
    cast: Cast,
) -> None:
    goes = member(cast, "方志远", user=Role.STATION_HELPER)
    day = village_day(cast, day=TUESDAY)
    seat = listed(cast, day, cast.wang)
    group = crew(cast, "下乡组", [goes])
    actions.send_crew(day, crew=group.pk, by=cast.by(), at=cast.at)
    helper_at(cast, "430602")
    shown = page_of(cast, Role.STATION_HELPER, VillageDay.objects.get(pk=day.pk))
    assert cast.wang.name in shown
    assert "打印名单" in shown
    assert reverse("residents:person", args=[cast.wang.pk]) not in shown
    client, op = colleague(cast, Role.STATION_HELPER), str(new_key())
    dropped = client.post(reverse("villages:drop", args=[seat.pk]), {"op": op})
    assert dropped.status_code == HTTPStatus.NOT_FOUND
    said = {"outcome": "settled", "op": str(new_key())}
    client.post(reverse("villages:served", args=[seat.pk]), said)
    seat.refresh_from_db()
    assert seat.state == SeatState.SERVED


def test_only_the_place_that_goes_calls_a_day_off(cast: Cast) -> None:
    day = village_day(cast)
    VillageDay.objects.filter(pk=day.pk).update(site=helper_at(cast, DIVISION).site)
    said = {"words": "下大雨", "op": str(new_key())}
    address = reverse("villages:cancel", args=[day.pk])
    answer = colleague(cast, Role.SUPERVISOR).post(address, said)
    assert answer.status_code == HTTPStatus.NOT_FOUND
