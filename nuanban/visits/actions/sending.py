"""Sending somebody at once."""

from datetime import datetime

from django.db import transaction

from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.visits.actions.moves import move, tell
from nuanban.visits.enums import VisitKind
from nuanban.visits.models import DAY_SECONDS, Visit
from nuanban.visits.route_days import write_stops
from nuanban.visits.telling import tell_promise
from nuanban.visits.urgent import crews_out, sending

# An urgent promise is this wide.
WIDTH = 30 * 60


class NobodyCanCome(Refusal):
    """{sentence}"""


class OtherCrew(Refusal):
    """路线刚刚有了变化，现在最快的是另一组。请看清楚再派。"""


@transaction.atomic
def send_now(visit: Visit, *, crew_id: int, by: Actor, at: datetime) -> Visit:
    """Puts an urgent visit into a running day; whoever waits for it still gets their promise."""
    if visit.kind != VisitKind.URGENT:
        raise Unusable(sentence="不急的上门请选时段。")
    crews = crews_out(visit.site_id, at, locked=True)
    found = sending(visit, crews, at)
    if found.crew is None or found.start is None or found.made is None:
        raise NobodyCanCome(sentence=found.reason)
    if found.crew.pk != crew_id:
        raise OtherCrew
    last = min(found.start + WIDTH, DAY_SECONDS - 1)
    promise = {"crew": found.crew, "day": city_day(at), "window_from": found.start}
    visit = move(visit, "send", **promise, window_to=last, promised_at=at, held_until=None)
    routes = {route.crew: route for route in found.made.plan.routes}
    for crew in crews:
        if crew.pk in routes:
            write_stops(crew, routes[crew.pk])
    tell(visit, "sent", by, at, crew=found.crew.pk, waits=len(found.waits))
    tell_promise(visit, by=by, at=at)
    return visit
