"""The floor of the hall: help calls, hand-overs between the posts, entry passes, direct service."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuanban.accounts.queries import User
from nuanban.cases import actions as cases
from nuanban.cases.enums import Channel
from nuanban.catalogue import queries as catalogue
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, Unusable
from nuanban.lib.names import mask_name, name_fault
from nuanban.offices.queries import Window
from nuanban.residents import queries as residents
from nuanban.residents.queries import Resident
from nuanban.zone.actions.check_in import DIRECT_PREFIX, next_number
from nuanban.zone.enums import HelpKind, Lane, Post, TicketState, Via
from nuanban.zone.lanes import lane_of, reasons_for
from nuanban.zone.models import EntryPass, HandOver, HelpCall, Ticket
from nuanban.zone.notify import board_changed


class AlreadyLed(Refusal):
    """已经有人在领办这位群众，请先请对方交接。"""


class HelpTaken(Refusal):
    """已经有同事去了，谢谢。"""


@transaction.atomic
def call_help(
    *, site: str, kind: HelpKind, place: str, by: Actor, at: datetime, ticket: Ticket | None = None
) -> HelpCall:
    """Somebody asks for a person, a wheelchair, an interpreter or first aid."""
    call = HelpCall.objects.create(
        site_id=site, kind=kind, place=place, ticket=ticket, called_at=at
    )
    record(
        "zone.help_called",
        by=by,
        at=at,
        subject_id=ticket.resident_id if ticket else None,
        object_id=call.pk,
        site=site,
        payload={"kind": kind.value},
    )
    board_changed(site)
    return call


@transaction.atomic
def take_help(call: HelpCall, *, by: Actor, at: datetime) -> HelpCall:
    """A member of staff goes there."""
    if not HelpCall.objects.filter(pk=call.pk, taken_at=None).update(
        taken_by_id=by.id, taken_at=at
    ):
        raise HelpTaken
    record("zone.help_taken", by=by, at=at, object_id=call.pk, site=call.site_id)
    board_changed(call.site_id)
    call.refresh_from_db()
    return call


@transaction.atomic
def end_help(call: HelpCall, *, by: Actor, at: datetime) -> HelpCall:
    """The help was given."""
    HelpCall.objects.filter(pk=call.pk, done_at=None).update(done_at=at)
    record("zone.help_ended", by=by, at=at, object_id=call.pk, site=call.site_id)
    call.refresh_from_db()
    return call


@transaction.atomic
def hand_over(ticket: Ticket, *, to: User, post: Post, by: Actor, at: datetime) -> HandOver:
    """Hands a person to a specialist or volunteer; the one before is relieved at that moment."""
    HandOver.objects.filter(ticket=ticket, ended_at=None).update(ended_at=at)
    try:
        with transaction.atomic():
            done = HandOver.objects.create(
                ticket=ticket,
                from_user_id=by.id if by.kind == "staff" else None,
                to_user=to,
                to_post=post,
                offered_at=at,
            )
    except IntegrityError:
        raise AlreadyLed from None
    Ticket.objects.filter(pk=ticket.pk).update(leader=to)
    record(
        "zone.handed_over",
        by=by,
        at=at,
        subject_id=ticket.resident_id,
        object_id=ticket.pk,
        site=ticket.site_id,
        payload={"to": str(to.pk), "post": post.value},
    )
    return done


@transaction.atomic
def take_over(done: HandOver, *, by: Actor, at: datetime) -> HandOver:
    """The one who was asked is with the person now."""
    HandOver.objects.filter(pk=done.pk, taken_at=None, ended_at=None).update(taken_at=at)
    record("zone.taken_over", by=by, at=at, object_id=done.ticket_id, site=done.ticket.site_id)
    done.refresh_from_db()
    return done


@transaction.atomic
def register_entry(
    *, site: str, name: str, user: User, by: Actor, at: datetime, resident: Resident | None = None
) -> EntryPass:
    """Entry on paper or card: the numbered pass of people without a phone."""
    fault = name_fault(name)
    if fault:
        raise Unusable(sentence=fault)
    day = city_day(at)
    entry = EntryPass.objects.create(
        site_id=site,
        day=day,
        number=next_number(site, day, "入"),
        name=mask_name(name) if resident else name.strip(),
        resident=resident,
        registered_by=user,
        entered_at=at,
    )
    record(
        "zone.entered",
        by=by,
        at=at,
        subject_id=resident.pk if resident else None,
        object_id=entry.pk,
        site=site,
    )
    return entry


@transaction.atomic
def serve_directly(
    *,
    window: Window | None,
    site: str,
    resident: Resident | None,
    item: str | None,
    key: UUID,
    by: Actor,
    at: datetime,
) -> Ticket:
    """免叫号: a person was served without number and queue; one step, counted once."""
    day = city_day(at)
    known = residents.memberships_of(resident, day) if resident else []
    needs = resident.needs if resident else []
    birth_on = resident.birth_on if resident else None
    reasons = reasons_for(known, needs, birth_on, day)
    ticket = Ticket.objects.create(
        id=key,
        site_id=site,
        day=day,
        prefix=DIRECT_PREFIX,
        number=next_number(site, day, DIRECT_PREFIX),
        code=secrets.token_urlsafe(12),
        lane=lane_of(reasons),
        reasons=[reason.as_json() for reason in reasons],
        resident=resident,
        name_masked=mask_name(resident.name) if resident else "",
        groups=sorted({m.group.value for m in known}),
        needs=list(needs),
        item_id=item,
        skill=catalogue.department_code(item) if item else "",
        via=Via.DIRECT,
        state=TicketState.FINISHED,
        window=window,
        server_id=by.id if by.kind == "staff" else None,
        arrived_at=at,
        queued_at=at,
        called_at=at,
        started_at=at,
        ended_at=at,
    )
    cases.record_serving(
        channel=Channel.ZONE if ticket.lane == Lane.PRIORITY else Channel.ORDINARY,
        site=site,
        origin_id=ticket.pk,
        groups=ticket.groups,
        by=by,
        at=at,
        resident_id=ticket.resident_id,
        item=item,
        started_at=at,
    )
    record(
        "zone.served_directly",
        by=by,
        at=at,
        subject_id=ticket.resident_id,
        object_id=ticket.pk,
        site=site,
    )
    return ticket


@transaction.atomic
def close_day(*, site: str, by: Actor, at: datetime) -> list[Ticket]:
    """Ends the day of a hall: nobody is deleted, open tickets are carried to the call list."""
    day = city_day(at)
    left = list(
        Ticket.objects.filter(site_id=site, day__lte=day)
        .exclude(state__in=[TicketState.FINISHED, TicketState.CANCELLED, TicketState.CARRIED])
        .select_for_update()
    )
    Ticket.objects.filter(pk__in=[t.pk for t in left]).update(
        state=TicketState.CARRIED, ended_at=at, window=None
    )
    for ticket in left:
        record(
            "zone.carried",
            by=by,
            at=at,
            subject_id=ticket.resident_id,
            object_id=ticket.pk,
            site=site,
        )
    board_changed(site)
    return left
