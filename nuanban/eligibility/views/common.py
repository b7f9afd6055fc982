"""What several pages of the desk need: the day, places, the version or 404."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from nuanban.accounts.perms import CityRequest
from nuanban.eligibility import perms, queries
from nuanban.eligibility.queries import PolicyVersion
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.offices import queries as offices


class OtherDepartment(Refusal):
    """{why}"""

    status = HTTPStatus.FORBIDDEN


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


def editable_or_refuse(request: CityRequest, version_id: UUID) -> PolicyVersion:
    """The text, for an officer of its department; others read why not."""
    found = version_or_404(version_id)
    if not perms.may_write(request.user, found.department):
        raise OtherDepartment(why=perms.why_not_write(request.user, found.department))
    return found
