"""Places, windows, hours and working days."""

from datetime import UTC, date, datetime, time

import pytest

from nuanban.accounts.enums import Role
from nuanban.lib.errors import Unusable
from nuanban.offices import actions, queries
from tests.cast import SITE, Cast
from tests.clients import colleague


@pytest.mark.django_db
def test_both_cities_are_there_down_to_the_villages() -> None:
    assert queries.divisions_of_city("430600", 9).count() == 138
    assert queries.divisions_of_city("511400", 9).count() == 80
    assert queries.divisions_of_city("430600", 12).count() == 1_899
    assert queries.divisions_of_city("511400", 12).count() == 847


@pytest.mark.django_db
def test_a_make_up_sunday_is_a_working_day_and_a_holiday_is_not() -> None:
    queries.forget_calendar()
    assert queries.working_day_after(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert queries.working_day_after(date(2026, 10, 9), 1) == date(2026, 10, 10)


def test_hours_hold_on_working_days_only(cast: Cast) -> None:
    site = queries.site(SITE)
    assert site is not None
    hours = [(0, time(8, 30), time(12, 0)), (0, time(13, 30), time(17, 0))]
    actions.set_hours(site, hours=hours, by=cast.by(Role.SUPERVISOR), at=cast.at)
    assert queries.is_open_at(SITE, cast.at)
    assert not queries.is_open_at(SITE, datetime(2026, 3, 2, 4, 30, tzinfo=UTC))
    assert not queries.is_open_at(SITE, datetime(2026, 3, 8, 1, 0, tzinfo=UTC))


def test_closing_before_opening_is_refused_in_words(cast: Cast) -> None:
    site = queries.site(SITE)
    assert site is not None
    with pytest.raises(Unusable, match="开门"):
        actions.set_hours(site, hours=[(0, time(17, 0), time(8, 0))], by=cast.by(), at=cast.at)


def test_the_head_of_the_hall_edits_hours_and_windows_on_a_page(cast: Cast) -> None:
    client = colleague(cast, Role.SUPERVISOR)
    sent = {"form": "hours", "day0": "08:30-12:00 13:30-17:00", "day1": "9点"}
    assert "08:30-12:00 这样" in client.post(f"/desk/places/{SITE}/", sent).content.decode()
    sent["day1"] = "09:00-11:00"
    assert client.post(f"/desk/places/{SITE}/", sent).status_code == 302
    assert queries.hours_of(SITE).count() == 3
    window = {"form": "window", "code": "W9", "name": "9 号窗口", "area": "二楼", "is_open": "on"}
    assert client.post(f"/desk/places/{SITE}/", window).status_code == 302
    assert queries.window(SITE, "W9") is not None


def test_the_calendar_is_edited_on_a_page(cast: Cast) -> None:
    client = colleague(cast, Role.SYSTEM_ADMIN)
    sent = {"day": "2026-03-07", "is_working": "yes", "name": "加班"}
    assert client.post("/desk/places/", sent).status_code == 302
    assert queries.working_day_after(date(2026, 3, 6), 1) == date(2026, 3, 7)


def test_a_village_station_is_added_on_a_page(cast: Cast) -> None:
    client = colleague(cast, Role.SUPERVISOR)
    sent = {
        "form": "site",
        "division": "430602001001",
        "kind": "village_station",
        "name": "郭亮社区便民服务站",
    }
    assert client.post("/desk/places/", sent).status_code == 302
    station = queries.site("430602001001-1")
    assert station is not None
    assert station.name == "郭亮社区便民服务站"
    sent["division"] = "999999"
    assert "没有这个区划" in client.post("/desk/places/", sent).content.decode()
