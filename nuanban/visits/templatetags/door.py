"""What came of a visit at the door, on the page of the visit."""

from typing import Any

from django import template

from nuanban.cases import perms as cases_perms
from nuanban.visits import door_queries
from nuanban.visits.models import Visit

register = template.Library()


@register.inclusion_tag("visits/parts/door.html", takes_context=True)
def at_the_door(context: dict[str, Any], visit: Visit) -> dict[str, Any]:
    """Forms filled at home, and where they differ from what others wrote."""
    may_read = cases_perms.may_open_cases(context["request"].user)
    return {"forms": door_queries.forms_of(visit) if may_read else []}
