"""Places, windows, hours and working days."""

from datetime import UTC, date, datetime, time

import pytest

from nuanban.lib.errors import Unusable
from nuanban.offices import actions, queries
from tests.cast import SITE, Cast


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
    actions.set_hours(site, hours=hours, by=cast.by(), at=cast.at)
    assert queries.is_open_at(SITE, cast.at)
    assert not queries.is_open_at(SITE, datetime(2026, 3, 2, 4, 30, tzinfo=UTC))
    assert not queries.is_open_at(SITE, datetime(2026, 3, 8, 1, 0, tzinfo=UTC))


def test_closing_before_opening_is_refused_in_words(cast: Cast) -> None:
    site = queries.site(SITE)
    assert site is not None
    with pytest.raises(Unusable, match="开门"):
        actions.set_hours(site, hours=[(0, time(17, 0), time(8, 0))], by=cast.by(), at=cast.at)
