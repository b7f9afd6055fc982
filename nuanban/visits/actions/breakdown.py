"""A crew cannot go on: its people keep their hour with somebody else, where that can be."""

from datetime import datetime

from django.db import transaction

from nuanban.lib.actor import Actor
from nuanban.visits.actions.crews import stop_crew
from nuanban.visits.actions.planning import NobodyGoesOut, ask_plan
from nuanban.visits.enums import VisitState
from nuanban.visits.models import Crew, DayPlan, Visit
from nuanban.visits.standing import crews_of_day

TOLD = (VisitState.PROMISED, VisitState.ON_THE_WAY)


@transaction.atomic
def break_down(crew: Crew, *, by: Actor, at: datetime) -> DayPlan | None:
    """Stops the crew and asks for a plan of the rest of the day. None: there is nobody to ask."""
    crews_of_day(crew.day, crew.site_id, locked=True)
    told = Visit.objects.filter(crew=crew, state__in=TOLD)
    promises = {str(one.pk): [one.window_from, one.window_to] for one in told}
    stop_crew(crew, by=by, at=at)
    if not promises:
        return None
    try:
        with transaction.atomic():
            return ask_plan(
                day=crew.day, site=crew.site_id, by=by, at=at, gone=crew, promises=promises
            )
    except NobodyGoesOut:
        return None
