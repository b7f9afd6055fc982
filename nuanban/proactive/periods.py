"""Which period a grant belongs to."""

from calendar import monthrange
from datetime import date

from nuanban.rulebook.policy import Period

ONCE, MONTH_DIGITS, YEAR_DIGITS = "once", 7, 4


def period_key(period: Period, day: date) -> str:
    """2026-11 for months, 2026 for years; what is given once has one period for ever."""
    if period == Period.MONTH:
        return f"{day:%Y-%m}"
    if period == Period.YEAR:
        return f"{day:%Y}"
    return ONCE


def begins_on(key: str, given_on: date) -> date:
    """The first day of a period; what is given once belongs to the day on which it was given."""
    if len(key) == MONTH_DIGITS:
        return date.fromisoformat(f"{key}-01")
    if len(key) == YEAR_DIGITS and key.isdigit():
        return date(int(key), 1, 1)
    return given_on


def month_end(day: date, months: int = 0) -> date:
    """The last day of the month that is so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
