"""A person comes in and gets a place in the queue."""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from nuanban.catalogue import queries as catalogue
from nuanban.journal.actions import TO_COME, Answer, Operation, keep
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Unusable
from nuanban.lib.id_numbers import IdNumber, IdNumberFault, read_id_number
from nuanban.lib.keys import new_key
from nuanban.lib.names import mask_name, name_fault
from nuanban.lib.sealing import kept_keyring
from nuanban.residents import queries as residents
from nuanban.residents.queries import Membership, Resident
from nuanban.zone.enums import Lane, TicketState, Via
from nuanban.zone.issue import Kept, issue
from nuanban.zone.lanes import POLICY, LaneReason, by_guide, lane_of, reasons_for
from nuanban.zone.models import OPEN, Ticket
from nuanban.zone.queue import Lane as QueueLane
from nuanban.zone.queue import Waiting
from nuanban.zone.snapshot import FRONT, hall_now, wait_of

PREFIX = {Lane.PRIORITY: "A", Lane.ORDINARY: "B"}
DIRECT_PREFIX = "M"


@dataclass(frozen=True)
class Arrival:
    """Who comes in, as far as anybody knows. Everything may be missing."""

    site: str
    via: Via
    id_number: str = ""
    name: str = ""
    birth_on: date | None = None
    resident: Resident | None = None
    item: str | None = None
    needs: Sequence[str] = ()
    appointment_at: datetime | None = None
    guide_words: str | None = None


@dataclass(frozen=True)
class CheckedIn:
    """The ticket and what to say with it. `ahead` counts people before this one."""

    ticket: Ticket
    recognised: bool
    greeting: str
    ahead: int
    said: str
    again: bool = False


@dataclass(frozen=True)
class _Person:
    resident: Resident | None
    number: IdNumber | None
    birth_on: date | None
    memberships: Sequence[Membership]
    name: str


@dataclass(frozen=True)
class OnceOnly:
    """The operation that a check-in answers, and how its answer is said."""

    operation: Operation
    answer_of: Callable[[CheckedIn], Answer]


def check_in(
    arrival: Arrival,
    *,
    by: Actor,
    at: datetime,
    prefix: str = "",
    number: int = 0,
    once: OnceOnly | None = None,
) -> CheckedIn:
    """Gives a ticket; who holds an open one for the same item today gets that one again.

    `prefix` and `number` are set for tickets that a kiosk printed from its leased range.
    With `once`, the answer is kept by the statement that writes the ticket. That one statement
    is all that is written here; its constraints refuse what changed since the look.
    """
    day = city_day(at)
    person = _recognise(arrival, day)
    earlier = _open_ticket(arrival, person, day)
    if earlier is not None and not number:
        ahead = people_ahead(earlier) if earlier.state == TicketState.WAITING else 0
        found = _answer(earlier, person, ahead, at, again=True)
        if once is not None:
            keep(once.operation, once.answer_of(found))
        return found
    needs = sorted({*arrival.needs, *(person.resident.needs if person.resident else ())})
    reasons = reasons_for(person.memberships, needs, person.birth_on, day)
    if arrival.guide_words is not None:
        reasons.append(by_guide(arrival.guide_words))
    ticket = _new_ticket(arrival, person, reasons, needs, by, at)
    ticket.prefix = prefix or PREFIX[Lane(ticket.lane)]
    ahead = _promise(ticket, at)
    kept = None
    if once is not None:
        ticket.label = TO_COME
        kept = Kept(once.operation, once.answer_of(_answer(ticket, person, ahead, at)))
    issue(ticket, number, by=by, at=at, kept=kept)
    return _answer(ticket, person, ahead, at)


def _recognise(arrival: Arrival, day: date) -> _Person:
    number = _number(arrival.id_number, day)
    resident = arrival.resident
    if resident is None and number is not None:
        resident = residents.by_id_card(number.number)
    fault = name_fault(arrival.name) if arrival.name else ""
    if fault:
        raise Unusable(sentence=fault)
    known = residents.memberships_of(resident, day) if resident else []
    birth_on = (resident and resident.birth_on) or arrival.birth_on
    birth_on = birth_on or (number.birth_on if number else None)
    name = resident.name if resident else arrival.name.strip()
    return _Person(resident, number, birth_on, known, name)


def _number(typed: str, day: date) -> IdNumber | None:
    if not typed.strip():
        return None
    try:
        return read_id_number(typed, today=day)
    except IdNumberFault as fault:
        raise Unusable(sentence=str(fault)) from None


def _person_index(person: _Person) -> bytes | None:
    if person.resident is not None or person.number is None:
        return None
    return kept_keyring(settings.KEYS).index("id_card", person.number.number)


def _open_ticket(arrival: Arrival, person: _Person, day: date) -> Ticket | None:
    index = _person_index(person)
    if person.resident is None and index is None:
        return None
    mine = Ticket.objects.filter(
        site_id=arrival.site, day=day, state__in=OPEN, item_id=arrival.item
    )
    if person.resident is not None:
        return mine.filter(resident=person.resident).first()
    return mine.filter(person_index=index).first()


def open_ticket_of(typed: str, *, site: str, item: str | None, day: date) -> Ticket | None:
    """The open ticket of whoever holds this card, if the number can be read and there is one."""
    arrival = Arrival(site=site, via=Via.TYPED, id_number=typed, item=item)
    try:
        return _open_ticket(arrival, _recognise(arrival, day), day)
    except Unusable:
        return None


def _new_ticket(
    arrival: Arrival,
    person: _Person,
    reasons: Sequence[LaneReason],
    needs: Sequence[str],
    by: Actor,
    at: datetime,
) -> Ticket:
    key = new_key()
    return Ticket(
        id=key,
        site_id=arrival.site,
        day=city_day(at),
        code=secrets.token_urlsafe(12),
        lane=lane_of(reasons),
        reasons=[reason.as_json() for reason in reasons],
        resident=person.resident,
        name_masked=mask_name(person.name) if person.name else "",
        person_sealed=_sealed(person, key),
        person_index=_person_index(person),
        birth_on=person.birth_on,
        groups=sorted({m.group.value for m in person.memberships}),
        needs=list(needs),
        item_id=arrival.item,
        skill=catalogue.department_code(arrival.item) if arrival.item else "",
        via=arrival.via,
        device_id=by.device_id,
        state=TicketState.WAITING,
        arrived_at=at,
        queued_at=at,
        appointment_at=arrival.appointment_at,
    )


def _sealed(person: _Person, key: UUID) -> bytes | None:
    if person.resident is not None or not (person.number or person.name):
        return None
    number = person.number.number if person.number else ""
    content = json.dumps({"number": number, "name": person.name}, ensure_ascii=False)
    return kept_keyring(settings.KEYS).seal(content, f"zone.ticket.{key}")


def next_number(site: str, day: date, prefix: str) -> int:
    """The next number of a prefix; the row lock makes the numbers free of gaps."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO zone_ticketcounter (id, site_id, day, prefix, last) "
            "VALUES (%s, %s, %s, %s, 1) ON CONFLICT (site_id, day, prefix) "
            "DO UPDATE SET last = zone_ticketcounter.last + 1 RETURNING last",
            [new_key(), site, day, prefix],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def waiting_form(ticket: Ticket) -> Waiting:
    """The ticket as the queue's mind sees it."""
    return Waiting(
        id=ticket.pk,
        lane=QueueLane(ticket.lane),
        arrived_at=ticket.arrived_at,
        area=ticket.skill,
        appointment_at=ticket.appointment_at,
        overtaken=ticket.overtaken,
    )


def _promise(ticket: Ticket, at: datetime) -> int:
    """Writes the wait on the ticket; returns how many are ahead.

    In a crowd both come from the hall as it was a second ago: one more or less in hundreds.
    """
    hall = hall_now(ticket.site_id, at)
    waits = wait_of(waiting_form(ticket), hall, at)
    ticket.wait_low, ticket.wait_high = waits.low_minutes, waits.high_minutes
    if hall.crowd >= FRONT:
        return hall.ahead_of_newcomer(waiting_form(ticket))
    return people_ahead(ticket)


def people_ahead(ticket: Ticket) -> int:
    """How many of the waiting will be called before this ticket, as things stand."""
    head_start = POLICY.head_start
    mine = ticket.arrived_at
    ordinary_before, priority_before = mine, mine + head_start
    if ticket.lane == Lane.PRIORITY:
        ordinary_before, priority_before = mine - head_start, mine
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM zone_ticket WHERE site_id = %s AND day = %s "
            "AND state = 'waiting' AND id <> %s AND (skill = %s OR skill = '' OR %s = '') "
            "AND arrived_at < CASE lane WHEN 'priority' THEN %s ELSE %s END",
            [
                ticket.site_id,
                ticket.day,
                ticket.pk,
                ticket.skill,
                ticket.skill,
                priority_before,
                ordinary_before,
            ],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _answer(
    ticket: Ticket, person: _Person, ahead: int, at: datetime, *, again: bool = False
) -> CheckedIn:
    greeting = residents.greeting_name(person.resident, city_day(at)) if person.resident else ""
    said = _said(ticket, greeting, ahead, again=again)
    return CheckedIn(ticket, person.resident is not None, greeting, ahead, said, again)


def _said(ticket: Ticket, greeting: str, ahead: int, *, again: bool) -> str:
    """What the kiosk says aloud: the same words as on the screen."""
    hello = f"{greeting}，您好。" if greeting else "您好。"
    begun = "您已经取过号了，" if again else ""
    first = ticket.reasons[0]["text"] if ticket.reasons else ""
    why = f"{first}，已经为您安排优先。" if first else ""
    order = f"前面还有 {ahead} 位，" if ahead else "前面没有人，"
    waits = f"大约等 {ticket.wait_low} 到 {ticket.wait_high} 分钟。"
    return f"{hello}{why}{begun}您的号是 {ticket.label}，{order}{waits}"
