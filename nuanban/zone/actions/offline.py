"""Kiosks without network: a leased number prefix, and a sync that neither loses nor doubles."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from nuanban.journal.actions import (
    Answer,
    Contradiction,
    Operation,
    fingerprint_of,
    record,
    run_once,
)
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import NotAllowed, Unusable
from nuanban.lib.id_numbers import IdNumberFault, read_id_number
from nuanban.zone.actions.check_in import Arrival, check_in
from nuanban.zone.enums import Via
from nuanban.zone.models import Lease, Ticket, TicketCounter

SKEW_ALLOWED = timedelta(minutes=2)
# Older slips are put at this age: a kiosk is not alone for longer than its hall is closed.
OLDEST = timedelta(hours=72)
MOST_NUMBERS = 9_999


@dataclass(frozen=True)
class OfflineTicket:
    """A ticket that a kiosk printed while it was alone. `sent_at` is the kiosk's clock now."""

    key: UUID
    number: int
    taken_at: datetime
    sent_at: datetime
    id_number: str
    needs: tuple[str, ...]
    birth_on: date | None = None


@transaction.atomic
def lease_prefix(*, site: str, by: Actor, at: datetime) -> Lease:
    """The prefix of this kiosk, `K1-` … ; the same device always gets the same one."""
    if by.device_id is None:
        raise NotAllowed
    mine = Lease.objects.filter(device_id=by.device_id).first()
    if mine is not None:
        return mine
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"zone.lease.{site}"])
    taken = Lease.objects.filter(site_id=site).count()
    lease = Lease.objects.create(
        site_id=site, device_id=by.device_id, prefix=f"K{taken + 1}-", granted_at=at
    )
    record("zone.prefix_leased", by=by, at=at, object_id=lease.pk, site=site)
    return lease


def last_used(lease: Lease, day: date) -> int:
    """The highest number of the lease that the server has seen on a day."""
    counter = TicketCounter.objects.filter(site=lease.site_id, day=day, prefix=lease.prefix)
    return counter.values_list("last", flat=True).first() or 0


@transaction.atomic
def sync_offline(printed: OfflineTicket, *, by: Actor, at: datetime) -> Ticket:
    """Takes in one printed ticket; repeating it, in any order, gives the same ticket."""
    if not 1 <= printed.number <= MOST_NUMBERS:
        raise Unusable(sentence="小票上的号码不对，请人工登记这位群众。")
    lease = lease_prefix(site=by.site, by=by, at=at)
    try:
        answer = _once(printed, lease, by, at)
    except (Contradiction, Unusable):
        # Perhaps the person holds an open ticket already, or the card was misread. A number that
        # was handed out must be called all the same: without a name, with what is known of the age.
        answer = _once(_unnamed(printed, at), lease, by, at)
    assert isinstance(answer.body, str)
    return Ticket.objects.get(pk=UUID(answer.body))


def _unnamed(printed: OfflineTicket, at: datetime) -> OfflineTicket:
    try:
        born = read_id_number(printed.id_number, today=city_day(at)).birth_on
    except IdNumberFault:
        born = None
    return replace(printed, id_number="", birth_on=born)


def _once(printed: OfflineTicket, lease: Lease, by: Actor, at: datetime) -> Answer:
    fingerprint = fingerprint_of(str(printed.number), printed.taken_at.isoformat())
    operation = Operation(printed.key, f"offline:{by.device_id}", fingerprint)
    return run_once(operation, lambda: _take_in(printed, lease, by, at))


def _take_in(printed: OfflineTicket, lease: Lease, by: Actor, at: datetime) -> Answer:
    """Orders by the server's clock: the kiosk's clock only tells how long ago the person came."""
    waited = max(printed.sent_at - printed.taken_at, timedelta(0))
    came_at = max(at - waited, at - OLDEST)
    skewed = abs(printed.sent_at - at) > SKEW_ALLOWED
    done = check_in(
        Arrival(
            site=lease.site_id,
            via=Via.OFFLINE,
            id_number=printed.id_number,
            birth_on=printed.birth_on,
            needs=printed.needs,
        ),
        by=by,
        at=came_at,
        prefix=lease.prefix,
        number=printed.number,
    )
    TicketCounter.objects.get_or_create(
        site_id=lease.site_id, day=done.ticket.day, prefix=lease.prefix
    )
    _raise_counter(lease, done.ticket)
    if skewed:
        Ticket.objects.filter(pk=done.ticket.pk).update(clock_skewed=True)
    return Answer(201, str(done.ticket.pk))


def _raise_counter(lease: Lease, ticket: Ticket) -> None:
    counter = TicketCounter.objects.filter(
        site=lease.site_id, day=ticket.day, prefix=lease.prefix, last__lt=ticket.number
    )
    counter.update(last=ticket.number)
