"""The waiting list: time that becomes free is offered to whoever waits for it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from nuanban.lib.actor import SYSTEM, Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Unusable
from nuanban.residents.queries import wakes
from nuanban.visits.actions.booking import SlotTaken, SlotUnknown, hold
from nuanban.visits.actions.moves import VisitMoved, tell
from nuanban.visits.enums import PartOfDay, VisitState
from nuanban.visits.models import Visit
from nuanban.visits.slots import Slot
from nuanban.visits.states import TO_BOOK
from nuanban.visits.telling import tell_offer, tell_sooner
from nuanban.visits.waiting import better_slots, still_waiting
from nuanban.visits.waiting_models import Waiting

# An offer is kept while somebody is called, or reads a message.
KEPT = timedelta(hours=2)
# How many are tried for one gap, the longest waiting first.
TRIED = 20
MAY_WAIT = (*TO_BOOK, VisitState.PROMISED)


@transaction.atomic
def wait(visit: Visit, *, until: date, part: PartOfDay, by: Actor, at: datetime) -> Waiting:
    """Puts a visit on the list; asked again, the wish is written anew and its place kept."""
    if until < city_day(at):
        raise Unusable(sentence=gettext_noop("最晚的日子已经过了，请改。"))
    if visit.state not in MAY_WAIT:
        raise VisitMoved
    wish = {"until": until, "part": part, "withdrawn_at": None}
    row, is_new = Waiting.objects.get_or_create(visit=visit, defaults={**wish, "put_at": at})
    if not is_new:
        anew = {**wish, "put_at": at, "offered_day": None, "offered_at": None}
        Waiting.objects.filter(pk=row.pk).update(**anew)
        row.refresh_from_db()
    tell(visit, "waiting", by, at, until=f"{until}", part=part.value)
    return row


@transaction.atomic
def stop_waiting(visit: Visit, *, by: Actor, at: datetime) -> None:
    """They wait no longer."""
    if Waiting.objects.filter(visit=visit, withdrawn_at=None).update(withdrawn_at=at):
        tell(visit, "waiting_ended", by, at)


def kept_until(at: datetime) -> datetime:
    """Until when an offer stands: long enough to be heard by somebody who sleeps at night."""
    return wakes(at) + KEPT


def offer_free_time(*, site: str, day: date, at: datetime) -> Visit | None:
    """Somebody's time became free: the first of the list whom it suits is asked, nobody else."""
    for row in still_waiting(site, day)[:TRIED]:
        # An offer ends before the visit would begin.
        slots = [one for one in better_slots(row, day, at) if one.starts_at >= kept_until(at)]
        if slots and (offered := _tried(row, slots[0], at)):
            return offered
    return None


def _tried(row: Waiting, slot: Slot, at: datetime) -> Visit | None:
    """The visit that was asked; of an offer that failed nothing remains."""
    try:
        return _offer(row, slot, at)
    except (SlotTaken, SlotUnknown, VisitMoved):
        return None


@transaction.atomic
def _offer(row: Waiting, slot: Slot, at: datetime) -> Visit | None:
    free = Waiting.objects.filter(pk=row.pk, withdrawn_at=None).exclude(offered_day=slot.day)
    if not free.update(offers=row.offers + 1, offered_day=slot.day, offered_at=at):
        return None
    visit = row.visit
    if visit.state not in TO_BOOK:
        # Their promise stands; the sooner time is theirs if they are quick.
        tell(visit, "offered", SYSTEM, at, day=f"{slot.day}")
        tell_sooner(visit, slot, by=SYSTEM, at=at)
        return visit
    visit = hold(visit, slot, by=SYSTEM, at=at, keep=kept_until(at) - at)
    tell_offer(visit, by=SYSTEM, at=at)
    return visit
