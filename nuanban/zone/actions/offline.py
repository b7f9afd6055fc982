"""Kiosks without network: a leased number prefix, and a sync that neither loses nor doubles."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from nuanban.journal.actions import (
    LOOK_SQL,
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
from nuanban.lib.keys import read_key
from nuanban.zone.actions.check_in import Arrival, check_in, open_ticket_of
from nuanban.zone.actions.moves import cancel
from nuanban.zone.enums import TicketState, Via
from nuanban.zone.models import Lease, Ticket, TicketCounter

SKEW_ALLOWED = timedelta(minutes=2)
# Older slips are put at this age: a kiosk is not alone for longer than its hall is closed.
OLDEST = timedelta(hours=72)
MOST_NUMBERS = 9_999
NOBODY_CAME = (TicketState.WAITING, TicketState.CALLED, TicketState.MISSED)


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
    item: str | None = None
    # The operation that the kiosk asked for before it printed by itself; its answer was lost.
    tried: UUID | None = None
    # Another ticket that the same person holds.
    other: UUID | None = None


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
        # was handed out must be called all the same: without a name, with what is known of the age
        # and of the other ticket.
        answer = _once(_unnamed(printed, by, at), lease, by, at)
    assert isinstance(answer.body, str)
    return Ticket.objects.get(pk=UUID(answer.body))


def _unnamed(printed: OfflineTicket, by: Actor, at: datetime) -> OfflineTicket:
    day = city_day(_came_at(printed, at))
    try:
        born = read_id_number(printed.id_number, today=day).birth_on
    except IdNumberFault:
        born = None
    other = open_ticket_of(printed.id_number, site=by.site, item=printed.item, day=day)
    return replace(printed, id_number="", birth_on=born, other=other.pk if other else None)


def _came_at(printed: OfflineTicket, at: datetime) -> datetime:
    """By the server's clock: the kiosk's clock only tells how long ago the person came."""
    waited = max(printed.sent_at - printed.taken_at, timedelta(0))
    return max(at - waited, at - OLDEST)


def _once(printed: OfflineTicket, lease: Lease, by: Actor, at: datetime) -> Answer:
    fingerprint = fingerprint_of(str(printed.number), printed.taken_at.isoformat())
    operation = Operation(printed.key, f"offline:{by.device_id}", fingerprint)
    return run_once(operation, lambda: _take_in(printed, lease, by, at))


def _take_in(printed: OfflineTicket, lease: Lease, by: Actor, at: datetime) -> Answer:
    skewed = abs(printed.sent_at - at) > SKEW_ALLOWED
    unseen = _unseen(printed, by)
    if unseen is not None and unseen.state in NOBODY_CAME:
        cancel(unseen, by=by, at=at)
    done = check_in(
        Arrival(
            site=lease.site_id,
            via=Via.OFFLINE,
            id_number=printed.id_number,
            birth_on=printed.birth_on,
            item=printed.item,
            needs=printed.needs,
        ),
        by=by,
        at=_came_at(printed, at),
        prefix=lease.prefix,
        number=printed.number,
    )
    TicketCounter.objects.get_or_create(
        site_id=lease.site_id, day=done.ticket.day, prefix=lease.prefix
    )
    _raise_counter(lease, done.ticket)
    if skewed:
        Ticket.objects.filter(pk=done.ticket.pk).update(clock_skewed=True)
    other = unseen.pk if unseen else printed.other
    if other is not None:
        Ticket.objects.filter(pk=done.ticket.pk).update(other_ticket=other)
        Ticket.objects.filter(pk=other).update(other_ticket=done.ticket)
    return Answer(201, str(done.ticket.pk))


def _unseen(printed: OfflineTicket, by: Actor) -> Ticket | None:
    """The ticket that the city gave and the kiosk never heard of: nobody knows its number."""
    if printed.tried is None:
        return None
    asked: dict[str, Any] = {"kept_key": printed.tried, "kept_scope": f"{by.kind}:{by.id}"}
    with connection.cursor() as cursor:
        cursor.execute(LOOK_SQL, asked)
        found = cursor.fetchone()
    body = json.loads(found[2]) if found and isinstance(found[2], str) else found and found[2]
    key = read_key(str(body.get("ticket", ""))) if isinstance(body, dict) else None
    return Ticket.objects.filter(pk=key, site_id=by.site).first() if key else None


def _raise_counter(lease: Lease, ticket: Ticket) -> None:
    counter = TicketCounter.objects.filter(
        site=lease.site_id, day=ticket.day, prefix=lease.prefix, last__lt=ticket.number
    )
    counter.update(last=ticket.number)
