"""From a slot to a promise: hold, confirm; move, cancel. One of two who want a slot wins."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from nuanban.lib.actor import SYSTEM, Actor
from nuanban.lib.errors import Refusal, residents_read
from nuanban.planner.urgent import insert_urgent
from nuanban.visits.actions.asking import NewVisit, ask
from nuanban.visits.actions.moves import NO_PROMISE, VisitMoved, move, tell
from nuanban.visits.enums import VisitState
from nuanban.visits.models import Crew, Visit
from nuanban.visits.route_days import RouteDay, take_out, write_stops
from nuanban.visits.slots import Slot
from nuanban.visits.telling import begin_of, tell_cancelled, tell_promise

HOLD = timedelta(minutes=10)
__all__ = [
    "HOLD",
    "SlotTaken",
    "SlotUnknown",
    "VisitMoved",
    "book",
    "cancel",
    "confirm",
    "free_lapsed",
    "hold",
    "let_go",
    "rebook",
]


@residents_read
class SlotTaken(Refusal):
    """这个时段刚刚被别人约走了，请在下面另选一个。"""


@residents_read
class SlotUnknown(Refusal):
    """这个时段已经不在了，请重新选。"""


@transaction.atomic
def book(new: NewVisit, slot: Slot, *, by: Actor, at: datetime) -> Visit:
    """Asked for, held and promised in one; of a slot that is gone nothing remains."""
    visit = hold(ask(new, by=by, at=at), slot, by=by, at=at)
    return confirm(visit, by=by, at=at)


@transaction.atomic
def hold(visit: Visit, slot: Slot, *, by: Actor, at: datetime, keep: timedelta = HOLD) -> Visit:
    """Keeps a slot for a while. Whoever comes second is refused and nothing changes."""
    crew = _bookable(visit, slot, _locked(slot.crew), at)
    visit = _take(crew, visit, slot, "hold", at, held_until=at + keep)
    tell(visit, "held", by, at, day=f"{crew.day}")
    return visit


@transaction.atomic
def rebook(visit: Visit, slot: Slot, *, by: Actor, at: datetime) -> Visit:
    """Another time, promised at once. Where the new one is gone the old one stands."""
    old, day = Visit.objects.values_list("crew", "day").get(pk=visit.pk)
    locked = {key: _locked(key) for key in sorted({slot.crew, old} - {None})}
    crew = _bookable(visit, slot, locked[slot.crew], at)
    take_out(visit)
    visit = _take(crew, visit, slot, "rebook", at, held_until=None, promised_at=at)
    # `day` is the one that became free.
    tell(visit, "rebooked", by, at, day=f"{day or ''}")
    tell_promise(visit, by=by, at=at)
    return visit


def _bookable(visit: Visit, slot: Slot, crew: Crew | None, at: datetime) -> Crew:
    """The crew, rid of slots that nobody confirmed."""
    if crew is None or crew.stopped_at is not None or crew.site_id != visit.site_id:
        raise SlotUnknown
    if crew.away or slot.starts_at <= at:
        raise SlotUnknown
    _free(crew, at)
    return crew


def _take(crew: Crew, visit: Visit, slot: Slot, how: str, at: datetime, **changes: object) -> Visit:
    """The slot is this visit's, or nothing has happened."""
    promise = {"crew": crew, "day": crew.day}
    window = {"window_from": slot.window_from, "window_to": slot.window_to}
    try:
        with transaction.atomic():
            visit = move(visit, how, **promise, **window, **changes)
    except IntegrityError:
        raise SlotTaken from None
    if not _place(crew, visit, at):
        raise SlotTaken
    return visit


def _locked(crew_id: int) -> Crew | None:
    """The crew, for us alone: whoever books with it next waits here."""
    found = Crew.objects.select_for_update(of=("self",)).select_related("site__division")
    return found.filter(pk=crew_id).first()


def _place(crew: Crew, visit: Visit, at: datetime) -> bool:
    """Puts the visit into the crew's plan; False where it does not fit. Nobody else is moved."""
    route_day = RouteDay([crew], at, visit)
    asked, day = route_day.asked(visit), route_day.as_day
    made = insert_urgent(day, route_day.plan, asked, route_day.now, may_displace=False)
    if not made.placed:
        return False
    write_stops(crew, next(route for route in made.plan.routes if route.crew == crew.pk))
    return True


@transaction.atomic
def confirm(visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """The held slot becomes a promise, and the person is told in their way."""
    held = Visit.objects.filter(pk=visit.pk, state=VisitState.HELD, held_until__gt=at)
    if not held.update(state=VisitState.PROMISED, promised_at=at, held_until=None):
        raise SlotUnknown if visit.state == VisitState.HELD else VisitMoved
    visit.refresh_from_db()
    tell(visit, "promised", by, at, day=f"{visit.day}")
    tell_promise(visit, by=by, at=at)
    return visit


@transaction.atomic
def cancel(visit: Visit, *, why: str, by: Actor, at: datetime) -> Visit:
    """The visit is called off; its time is free for others."""
    # The one in hand may be stale: somebody may have held a slot for it meanwhile.
    crew_id = Visit.objects.values_list("crew", flat=True).get(pk=visit.pk)
    if crew_id:
        _locked(crew_id)
    stood = Visit.objects.get(pk=visit.pk)
    visit = move(visit, "cancel", words=why.strip()[:400], **NO_PROMISE)
    take_out(visit)
    tell(visit, "cancelled", by, at, day=f"{stood.day or ''}")
    if stood.state == VisitState.PROMISED:
        tell_cancelled(visit, begins=begin_of(stood), by=by, at=at)
    return visit


@transaction.atomic
def free_lapsed(*, at: datetime) -> int:
    """Slots that were held and not confirmed are free again; gives how many."""
    held = Visit.objects.filter(state=VisitState.HELD, held_until__lte=at)
    crews = sorted(set(held.values_list("crew", flat=True)))
    freed = 0
    for crew_id in crews:
        crew = _locked(crew_id)
        freed += _free(crew, at) if crew is not None else 0
    return freed


def _free(crew: Crew, at: datetime) -> int:
    lapsed = Visit.objects.filter(crew=crew, state=VisitState.HELD, held_until__lte=at)
    for visit in lapsed:
        _let_lapse(visit, SYSTEM, at)
    return len(lapsed)


def _let_lapse(visit: Visit, by: Actor, at: datetime) -> Visit:
    day = visit.day
    visit = move(visit, "let_lapse", **NO_PROMISE)
    take_out(visit)
    tell(visit, "lapsed", by, at, day=f"{day}")
    return visit


@transaction.atomic
def let_go(visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """A held slot that does not suit: free again at once."""
    crew_id = Visit.objects.values_list("crew", flat=True).get(pk=visit.pk)
    if crew_id:
        _locked(crew_id)
    return _let_lapse(Visit.objects.get(pk=visit.pk), by, at)
