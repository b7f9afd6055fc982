"""Questions others may ask about divisions, places, windows and working days."""

import time as clocks
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Length, Right

from nuanban.lib.days import CITY_TZ, add_working_days, is_working_day
from nuanban.offices.enums import DivisionLevel, SiteKind
from nuanban.offices.models import (
    CalendarDay,
    City,
    Division,
    OpeningHours,
    Outline,
    OutlineFile,
    Site,
    Window,
)

__all__ = [
    "CalendarDay",
    "City",
    "Division",
    "OpeningHours",
    "Outline",
    "OutlineFile",
    "Site",
    "Window",
]
_KEPT_SECONDS = 60.0
_calendar: tuple[float, dict[date, bool]] = (0.0, {})


def city() -> City | None:
    """The city of this installation, or None before it was founded."""
    return City.objects.first()


def calendar() -> Mapping[date, bool]:
    """Days that are not what their weekday says; kept for a minute."""
    global _calendar
    kept_at, days = _calendar
    if not days or clocks.monotonic() - kept_at > _KEPT_SECONDS:
        days = dict(CalendarDay.objects.values_list("day", "is_working"))
        _calendar = (clocks.monotonic(), days)
    return days


def forget_calendar() -> None:
    """The next question reads the calendar anew."""
    global _calendar
    _calendar = (0.0, {})


def working_day_after(day: date, days: int) -> date:
    """Last day of a limit of `days` working days that begins after `day`."""
    return add_working_days(day, days, calendar())


def calendar_of_year(year: int) -> QuerySet[CalendarDay]:
    """Holidays and make-up days of a year."""
    return CalendarDay.objects.filter(day__year=year)


def divisions_below(code: str) -> QuerySet[Division]:
    """Children of a division."""
    return Division.objects.filter(parent_id=code).order_by("code")


def division(code: str) -> Division | None:
    """One division."""
    return Division.objects.filter(code=code).first()


def names_of_divisions(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Names by code, each with the name of what it lies in."""
    found = Division.objects.filter(code__in=list(codes)).select_related("parent")
    return {one.code: (one.name, one.parent.name if one.parent else "") for one in found}


def divisions_of_city(code: str, length: int) -> QuerySet[Division]:
    """Divisions of a city by length of code (6, 9 or 12)."""
    found = Division.objects.filter(code__startswith=code[:4], code__regex=rf"^\d{{{length}}}$")
    return found.order_by("code")


def point_of(code: str) -> tuple[float, float]:
    """Latitude and longitude of a division, or of the next larger one that has a point."""
    for length in (12, 9, 6, 4):
        prefix = code[:length] + ("00" if length == 4 else "")
        found = Division.objects.filter(code=prefix, latitude__isnull=False).first()
        if found is not None and found.latitude is not None and found.longitude is not None:
            return found.latitude, found.longitude
    return 0.0, 0.0


def points_in(
    city_code: str, west: float, south: float, east: float, north: float
) -> QuerySet[Division]:
    """Counties, townships and villages with a point in a piece of the earth, the larger ones
    first; of one size, the first of every parent before any second.
    """
    found = Division.objects.filter(
        code__startswith=city_code[:4],
        latitude__range=(south, north),
        longitude__range=(west, east),
    )
    found = found.exclude(level=DivisionLevel.CITY)
    return found.order_by(Length("code"), Right("code", 3), "code")


def outlines_of(codes: Iterable[str]) -> QuerySet[Outline]:
    """Outlines of these divisions, the larger ones first, so that smaller ones lie on top."""
    found = Outline.objects.filter(division__in=list(codes)).select_related("division")
    return found.order_by(Length("division_id"), "division_id")


def outlines_in(
    city_code: str, west: float, south: float, east: float, north: float
) -> QuerySet[Outline]:
    """Outlines of counties and townships that may be seen in a piece of the earth."""
    found = Outline.objects.filter(
        division__level__in=(DivisionLevel.COUNTY, DivisionLevel.TOWNSHIP),
        division__code__startswith=city_code[:4],
        west__lt=east,
        east__gt=west,
        south__lt=north,
        north__gt=south,
    )
    return found.select_related("division").order_by(Length("division_id"), "division_id")


def outline_file(key: UUID) -> OutlineFile | None:
    """One file of outlines."""
    return OutlineFile.objects.filter(pk=key).first()


def outline_files() -> QuerySet[OutlineFile]:
    """Files of outlines, the newest first, without what they say."""
    return OutlineFile.objects.defer("found", "refused").order_by("-brought_at")


def outlines_drawn() -> int:
    """How many divisions have an outline."""
    return Outline.objects.count()


def reach_of(site_code: str) -> str:
    """What the codes of all divisions below a place begin with: a village station its village,
    a township centre its township, the hall of the city everything.
    """
    code = site_code.partition("-")[0]
    return code[:4] if len(code) == len("430600") and code.endswith("00") else code


def places_to_serve() -> list[tuple[str, str]]:
    """Counties and townships of the city: (code, name with its county)."""
    here = city()
    if here is None:
        return []
    names = {
        d.code: d.name for length in (6, 9) for d in divisions_of_city(here.division_id, length)
    }
    return [
        (code, names[code] if len(code) == 6 else f"{names.get(code[:6], '')} · {names[code]}")
        for code in sorted(names)
        if code != here.division_id
    ]


def sites() -> QuerySet[Site]:
    """All places of service."""
    return Site.objects.select_related("division").order_by("code")


def site(code: str) -> Site | None:
    """One place of service."""
    return Site.objects.filter(code=code).first()


def main_hall() -> Site | None:
    """The city's own hall; what was done for people who came nowhere is counted there."""
    return Site.objects.filter(kind=SiteKind.HALL).order_by("code").first()


def windows_of(site_code: str) -> QuerySet[Window]:
    """Windows of a place."""
    return Window.objects.filter(site_id=site_code).order_by("code")


def window(site_code: str, code: str) -> Window | None:
    """One window."""
    return Window.objects.select_related("site").filter(site_id=site_code, code=code).first()


def hours_of(site_code: str) -> QuerySet[OpeningHours]:
    """Opening hours of a place."""
    return OpeningHours.objects.filter(site_id=site_code)


def is_open_at(site_code: str, at: datetime) -> bool:
    """True inside opening hours on a working day; a make-up day has Monday's hours."""
    local = at.astimezone(CITY_TZ)
    if not is_working_day(local.date(), calendar()):
        return False
    weekday = local.weekday() if local.weekday() < 5 else 0
    return (
        hours_of(site_code)
        .filter(weekday=weekday, opens_at__lte=local.time(), closes_at__gt=local.time())
        .exists()
    )


def hours_on(site_code: str, day: date) -> list[OpeningHours]:
    """Opening spans of a day; empty on holidays."""
    if not is_working_day(day, calendar()):
        return []
    weekday = day.weekday() if day.weekday() < 5 else 0
    return list(hours_of(site_code).filter(weekday=weekday))


def next_site_code(division_code: str) -> str:
    """Code of the next place in a division: the main hall is `430600-1`."""
    taken = Site.objects.filter(division_id=division_code).count()
    return f"{division_code}-{taken + 1}"
