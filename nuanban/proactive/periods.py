"""Which period a grant belongs to."""

from datetime import date

from nuanban.rulebook.policy import Period


def period_key(period: Period, day: date) -> str:
    """2026-11 for months, 2026 for years; what is given once has one period for ever."""
    if period == Period.MONTH:
        return f"{day:%Y-%m}"
    if period == Period.YEAR:
        return f"{day:%Y}"
    return "once"
