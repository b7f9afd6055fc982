"""What several pages of the desk need: the day, places, the version or 404."""

from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from nuanban.eligibility import queries
from nuanban.eligibility.queries import PolicyVersion
from nuanban.lib.days import city_day
from nuanban.offices import queries as offices


def today() -> date:
    """The city's day."""
    return city_day(timezone.now())


def city_code() -> str:
    """The division of this city."""
    city = offices.city()
    return city.division_id if city else "000000"


def version_or_404(version_id: UUID) -> PolicyVersion:
    """The text, or 404."""
    found = queries.version_by_id(version_id)
    if found is None:
        raise Http404
    return found
