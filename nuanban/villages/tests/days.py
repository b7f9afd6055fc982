"""A village day with somebody on its list."""

from datetime import date, time
from typing import Any

from nuanban.residents.queries import Resident
from nuanban.villages import actions
from nuanban.villages.models import Seat, VillageDay
from tests.cast import Cast

# 君山区.
DIVISION = "430611"
FRIDAY = date(2026, 3, 6)


def village_day(cast: Cast, **said: Any) -> VillageDay:
    """Assessors come to the village on Friday."""
    new = {
        "site": cast.site,
        "division": DIVISION,
        "place": "村部一楼会议室",
        "day": FRIDAY,
        "begins": time(9),
        "ends": time(15),
        "capacity": 3,
        "purpose": "残疾评定、换证",
        "items": ["SG-RS-01"],
        "bring": "身份证、病历",
        **said,
    }
    return actions.plan_day(actions.NewVillageDay(**new), by=cast.by(), at=cast.at)


def listed(cast: Cast, day: VillageDay, resident: Resident) -> Seat:
    """On the list."""
    return actions.add_seat(day, resident, is_fetched=False, note="", by=cast.by(), at=cast.at)


def village_addresses(cast: Cast) -> dict[str, list[object]]:
    """For the table of doors."""
    day = village_day(cast)
    seat = listed(cast, day, cast.wang)
    found: dict[str, list[object]] = {
        f"villages:{page}": [day.pk] for page in ("day", "sheet", "crew", "cancel")
    }
    found |= {f"villages:{page}": [seat.pk] for page in ("drop", "served", "absent")}
    return {**found, "villages:join": [cast.liu.pk]}
