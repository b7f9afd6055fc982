"""Days of the language, each as a number yyyymmdd: ages and anniversaries without month ends."""

from calendar import monthrange
from datetime import date


def as_number(day: date) -> int:
    """2026-11-22 → 20261122."""
    return day.year * 10_000 + day.month * 100 + day.day


def as_date(number: int) -> date | None:
    """20261122 → 2026-11-22; None where there is no such day."""
    try:
        return date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError:
        return None


def age(born: date, day: int) -> int:
    """Full years on `day`; 29 February becomes 1 March in common years."""
    return (day - as_number(born)) // 10_000


def months_since(from_on: date, day: int) -> int:
    """Whole months that have passed."""
    months = day // 10_000 * 12 + day // 100 % 100 - from_on.year * 12 - from_on.month
    return months - int(day % 100 < from_on.day)


def last_anniversary(from_on: date, day: date) -> date:
    """The newest anniversary not after `day`."""
    year = day.year
    if as_number(from_on) % 10_000 > as_number(day) % 10_000:
        year -= 1
    if (from_on.month, from_on.day) == (2, 29) and monthrange(year, 2)[1] == 28:
        return date(year, 3, 1)
    return from_on.replace(year=year)


def years_before(day: date, years: int) -> date:
    """The latest birth date of those who are `years` old on `day`."""
    return _at_most(day.year - years, day.month, day.day)


def months_before(day: date, months: int) -> date:
    """The latest date from which `months` whole months have passed on `day`."""
    count = day.year * 12 + day.month - 1 - months
    return _at_most(count // 12, count % 12 + 1, day.day)


def _at_most(year: int, month: int, day: int) -> date:
    if year < 1:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month, min(day, monthrange(year, month)[1]))
