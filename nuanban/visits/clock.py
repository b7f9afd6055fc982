"""Seconds of a day in the city, and back."""

from datetime import date, datetime, timedelta

from nuanban.lib.days import CITY_TZ, city_day

HOUR = 3_600


def second_of(moment: datetime) -> int:
    """Seconds since midnight in the city."""
    local = moment.astimezone(CITY_TZ)
    return local.hour * HOUR + local.minute * 60 + local.second


def now_on(day: date, at: datetime) -> int:
    """The present second, as seen from a day; 0 on days to come."""
    return second_of(at) if city_day(at) == day else 0


def moment(day: date, second: int) -> datetime:
    """A second of a day in the city."""
    return datetime.combine(day, datetime.min.time(), CITY_TZ) + timedelta(seconds=second)
