"""Places, hours and the calendar are edited on pages."""

from collections.abc import Iterator
from datetime import date

import pytest

from nuanban.accounts.enums import Role
from nuanban.lib.keys import new_key
from nuanban.offices import queries
from tests.cast import SITE, Cast
from tests.clients import colleague


@pytest.fixture(autouse=True)
def calendar_read_anew() -> Iterator[None]:
    """What is rolled back with the test is not remembered by the next one."""
    yield
    queries.forget_calendar()


def test_the_head_of_the_hall_edits_hours_and_windows_on_a_page(cast: Cast) -> None:
    client = colleague(cast, Role.SUPERVISOR)
    sent = {"op": str(new_key()), "form": "hours", "day0": "08:30-12:00 13:30-17:00", "day1": "9点"}
    assert "08:30-12:00 这样" in client.post(f"/desk/places/{SITE}/", sent).content.decode()
    sent["day1"] = "09:00-11:00"
    assert client.post(f"/desk/places/{SITE}/", sent).status_code == 303
    assert queries.hours_of(SITE).count() == 3
    window = {"form": "window", "code": "W9", "name": "9 号窗口", "area": "二楼", "is_open": "on"}
    window["op"] = str(new_key())
    assert client.post(f"/desk/places/{SITE}/", window).status_code == 303
    assert queries.window(SITE, "W9") is not None


def test_the_calendar_is_edited_on_a_page(cast: Cast) -> None:
    client = colleague(cast, Role.SYSTEM_ADMIN)
    sent = {"op": str(new_key()), "day": "2026-03-07", "is_working": "yes", "name": "加班"}
    assert client.post("/desk/places/", sent).status_code == 303
    assert queries.working_day_after(date(2026, 3, 6), 1) == date(2026, 3, 7)


def test_a_village_station_is_added_on_a_page(cast: Cast) -> None:
    client = colleague(cast, Role.SUPERVISOR)
    sent = {
        "op": str(new_key()),
        "form": "site",
        "division": "430602001001",
        "kind": "village_station",
        "name": "郭亮社区便民服务站",
    }
    for _ in range(2):
        assert client.post("/desk/places/", sent).status_code == 303
    assert queries.sites().filter(division="430602001001").count() == 1
    station = queries.site("430602001001-1")
    assert station is not None
    assert station.name == "郭亮社区便民服务站"
    sent |= {"op": str(new_key()), "division": "999999"}
    assert "没有这个区划" in client.post("/desk/places/", sent).content.decode()
