"""What came of a visit at the door, on the page of the visit."""

from typing import Any

from django import template

from nuanban.cases import perms as cases_perms
from nuanban.visits import door_queries, perms
from nuanban.visits.enums import Handover
from nuanban.visits.models import Visit, VisitPhoto, VisitSignature
from nuanban.visits.spoken import spoken_code

register = template.Library()


@register.inclusion_tag("visits/parts/door.html", takes_context=True)
def at_the_door(context: dict[str, Any], visit: Visit) -> dict[str, Any]:
    """Forms and where they differ from what others wrote, cash, photos, how the result comes."""
    may_read = cases_perms.may_open_cases(context["request"].user)
    may_ask = perms.may_ask(context["request"].user)
    handover, grade = door_queries.handover_of(visit.pk), door_queries.grade_of(visit.pk)
    return {
        "request": context["request"],
        "csrf_token": context["csrf_token"],
        "visit": visit,
        "forms": door_queries.forms_of(visit) if may_read else [],
        "to_bring": list(door_queries.results_to_bring(visit)) if may_ask else [],
        "brought_by": list(door_queries.visits_bringing_from(visit)),
        "ended": door_queries.ended_at(visit) if may_read else [],
        "spoken": spoken_code(visit) if visit.crew_id else "",
        "places": door_queries.places_of(visit),
        "cash": door_queries.cash_of(visit),
        "handover": Handover(handover.value).label if handover else "",
        "grade": grade.value if grade else "",
        "photos": door_queries.named_photos(visit) if may_read else [],
    }


@register.simple_tag
def thumb_print(signature: VisitSignature) -> VisitPhoto | None:
    """The photo of a thumb print, once it has come."""
    return door_queries.photo_sent_as(signature.visit, signature.photo_key)
