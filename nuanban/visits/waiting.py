"""Who is still waiting for a better time, and what would suit them."""

from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from nuanban.visits.clock import HOUR
from nuanban.visits.enums import PartOfDay, VisitState
from nuanban.visits.slots import Slot, offers
from nuanban.visits.states import TO_BOOK
from nuanban.visits.waiting_models import Waiting

NOON = 12 * HOUR


def open_waiting() -> QuerySet[Waiting]:
    """Wishes that nothing has answered: neither a promise made after them, nor an end."""
    found = Waiting.objects.filter(withdrawn_at=None).select_related("visit__site")
    unpromised = Q(visit__state__in=TO_BOOK)
    sooner = Q(visit__state=VisitState.PROMISED, visit__promised_at__lt=F("put_at"))
    return found.filter(unpromised | sooner)


def still_waiting(site: str, day: date) -> QuerySet[Waiting]:
    """Those whom a gap on this day could help: the fewest offers first, then the longest wait."""
    found = open_waiting().filter(visit__site_id=site, until__gte=day)
    found = found.exclude(visit__state=VisitState.PROMISED, visit__day__lte=day)
    return found.exclude(offered_day=day).order_by("offers", "put_at")


def better_slots(row: Waiting, day: date, at: datetime) -> list[Slot]:
    """Windows of the day that suit."""
    found = offers(row.visit, from_day=day, to_day=day, at=at)
    return [slot for slot in found if suits(row.part, slot)]


def suits(part: str, slot: Slot) -> bool:
    """Whether a window lies in the half of the day that was asked for."""
    if part == PartOfDay.MORNING:
        return slot.window_to <= NOON
    return part != PartOfDay.AFTERNOON or slot.window_from >= NOON
