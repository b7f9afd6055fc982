"""The village day of a crew, on the phones of those who go there."""

from django.urls import reverse

from nuanban.villages.enums import DayState
from nuanban.villages.models import VillageDay
from nuanban.villages.queries import taken
from nuanban.visits.queries import Crew, Elsewhere, tells


@tells
def village_day_of(crew: Crew) -> Elsewhere | None:
    """Where, when, what for, and how many are on the list."""
    found = VillageDay.objects.filter(crew=crew, state=DayState.PLANNED)
    day = found.select_related("division").first()
    if day is None:
        return None
    people = taken(found).get(day.pk, 0)
    return Elsewhere(
        title="今天集中下乡",
        lines=(
            f"{day.begins:%H:%M}–{day.ends:%H:%M}，{day.division.name}",
            day.place,
            f"{day.purpose}，名单 {people} 人",
        ),
        address=reverse("villages:day", args=[day.pk]),
        label="看名单、记结果",
    )
