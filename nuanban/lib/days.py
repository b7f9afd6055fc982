"""City time: days in Asia/Shanghai, ages, working days."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CITY_TZ = ZoneInfo("Asia/Shanghai")
SATURDAY = 5


def city_day(at: datetime) -> date:
    """The business day of a moment. `at` must be aware."""
    return at.astimezone(CITY_TZ).date()


def city_moment(day: date, clock: time) -> datetime:
    """The moment at which the city's clocks show `clock` on `day`."""
    return datetime.combine(day, clock, tzinfo=CITY_TZ)


def age_on(birth_on: date, day: date) -> int:
    """Full years completed on `day`; the birthday itself counts, 29 February becomes 1 March."""
    before_birthday = (day.month, day.day) < (birth_on.month, birth_on.day)
    return day.year - birth_on.year - int(before_birthday)


def is_working_day(day: date, exceptions: Mapping[date, bool]) -> bool:
    """Monday to Friday unless `exceptions` says otherwise (True: make-up day, False: holiday)."""
    return exceptions.get(day, day.weekday() < SATURDAY)


def add_working_days(start: date, days: int, exceptions: Mapping[date, bool]) -> date:
    """The last day of a limit of `days` working days that begins after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, exceptions)
    return day


def working_days_between(start: date, end: date, exceptions: Mapping[date, bool]) -> int:
    """How many working days lie after `start`, up to and including `end` (0 when none)."""
    span = (end - start).days
    days = (start + timedelta(days=n) for n in range(1, span + 1))
    return sum(is_working_day(day, exceptions) for day in days)
