"""Everything that can happen to divisions, places, windows, hours and the calendar."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, Unusable
from nuanban.offices.enums import SiteKind
from nuanban.offices.models import (
    CalendarDay,
    City,
    Division,
    OpeningHours,
    Site,
    Window,
)
from nuanban.offices.outlining import bring_outlines, stand_in_the_middle, take_outlines
from nuanban.offices.queries import forget_calendar
from nuanban.offices.reference import calendar_days, divisions

__all__ = ["bring_outlines", "take_outlines"]


class CityFounded(Refusal):
    """这套系统已经属于{name}，不能再改成别的城市。"""


@transaction.atomic
def load_reference(*, by: Actor, at: datetime) -> int:
    """Loads divisions and the working-day calendar; what was edited by hand stays."""
    rows = [Division(**row) for row in divisions()]
    Division.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "parent", "latitude", "longitude", "point_source"],
        batch_size=1_000,
    )
    stand_in_the_middle()
    CalendarDay.objects.bulk_create(
        [CalendarDay(**row) for row in calendar_days()], ignore_conflicts=True
    )
    forget_calendar()
    record("offices.reference_loaded", by=by, at=at, payload={"divisions": len(rows)})
    return len(rows)


@transaction.atomic
def found_city(
    *, division: str, phone: str, is_demo: bool, seed: int | None, by: Actor, at: datetime
) -> City:
    """Says which city this is, once, and opens its main hall."""
    earlier = City.objects.first()
    if earlier is not None:
        raise CityFounded(name=earlier.name)
    name = Division.objects.get(code=division).name
    city = City.objects.create(
        division_id=division, name=name, phone=phone, is_demo=is_demo, seed=seed, created_at=at
    )
    record("offices.city_founded", by=by, at=at, payload={"division": division, "demo": is_demo})
    return city


@transaction.atomic
def open_site(
    *,
    code: str,
    division: str,
    kind: SiteKind,
    name: str,
    by: Actor,
    at: datetime,
    address: str = "",
    phone: str = "",
    way_in: str = "",
) -> Site:
    """Adds a place of service."""
    if not code.startswith(division):
        raise Unusable(sentence="场所代码要以所在区划代码开头，例如 430600-1。")
    site = Site.objects.create(
        code=code,
        division_id=division,
        kind=kind,
        name=name,
        address=address,
        phone=phone,
        way_in=way_in,
    )
    record("offices.site_opened", by=by, at=at, site=code)
    return site


@transaction.atomic
def change_site(
    site: Site, *, name: str, address: str, phone: str, way_in: str, by: Actor, at: datetime
) -> Site:
    """Changes how a place is called and found."""
    site.name, site.address, site.phone, site.way_in = name, address, phone, way_in
    site.save(update_fields=["name", "address", "phone", "way_in"])
    record("offices.site_changed", by=by, at=at, site=site.code)
    return site


@transaction.atomic
def set_window(
    *,
    site: str,
    code: str,
    name: str,
    area: str,
    skills: Sequence[str],
    is_zone: bool,
    is_open: bool,
    by: Actor,
    at: datetime,
) -> Window:
    """Adds a window or changes it."""
    window, _ = Window.objects.update_or_create(
        site_id=site,
        code=code,
        defaults={
            "name": name,
            "area": area,
            "skills": list(skills),
            "is_zone": is_zone,
            "is_open": is_open,
        },
    )
    record(
        "offices.window_set",
        by=by,
        at=at,
        site=site,
        object_id=window.pk,
        payload={"code": code, "open": is_open},
    )
    return window


@transaction.atomic
def set_hours(
    site: Site, *, hours: Sequence[tuple[int, time, time]], by: Actor, at: datetime
) -> None:
    """Sets the opening hours of the week: (weekday from 0, opens, closes), several a day."""
    for weekday, opens_at, closes_at in hours:
        if not 0 <= weekday <= 6 or opens_at >= closes_at:
            raise Unusable(sentence="开门时间要早于关门时间，请检查。")
    OpeningHours.objects.filter(site=site).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(site=site, weekday=w, opens_at=o, closes_at=c) for w, o, c in hours
    )
    record("offices.hours_set", by=by, at=at, site=site.code, payload={"spans": len(hours)})


@transaction.atomic
def set_calendar_day(
    *, day: date, is_working: bool | None, name: str, source: str, by: Actor, at: datetime
) -> None:
    """Makes a day a holiday or a working day; None gives it back to its weekday."""
    CalendarDay.objects.filter(Q(day=day)).delete()
    if is_working is not None:
        CalendarDay.objects.create(day=day, is_working=is_working, name=name, source=source)
    forget_calendar()
    record(
        "offices.calendar_changed",
        by=by,
        at=at,
        payload={"day": day.isoformat(), "working": is_working},
    )
