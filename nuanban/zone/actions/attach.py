"""A ticket without a person gets one: completed at the window from what the card said."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal
from nuanban.lib.names import mask_name
from nuanban.lib.sealing import kept_keyring
from nuanban.residents import queries as residents
from nuanban.residents.queries import Resident
from nuanban.zone.models import Ticket


class OtherTicketOpen(Refusal):
    """这个人今天已经为这件事取过另一个号，请先取消其中一个。"""


@dataclass(frozen=True)
class SaidAtDoor:
    """What the card or the person said at check-in; either may be empty."""

    number: str
    name: str


def said_at_door(ticket: Ticket) -> SaidAtDoor:
    """Number and name kept with a ticket of an unknown person."""
    if ticket.person_sealed is None:
        return SaidAtDoor("", "")
    place = f"zone.ticket.{ticket.pk}"
    content = json.loads(kept_keyring(settings.KEYS).open(bytes(ticket.person_sealed), place))
    return SaidAtDoor(content["number"], content["name"])


@transaction.atomic
def attach_resident(ticket: Ticket, resident: Resident, *, by: Actor, at: datetime) -> Ticket:
    """Joins ticket and person; the sealed note of the door is no longer needed."""
    try:
        with transaction.atomic():
            Ticket.objects.filter(pk=ticket.pk).update(
                resident=resident,
                name_masked=mask_name(resident.name),
                groups=[g.value for g in residents.groups_of(resident, city_day(at))],
                needs=sorted({*ticket.needs, *resident.needs}),
                person_sealed=None,
                person_index=None,
            )
    except IntegrityError:
        raise OtherTicketOpen from None
    record(
        "zone.recognised",
        by=by,
        at=at,
        subject_id=resident.pk,
        object_id=ticket.pk,
        site=ticket.site_id,
    )
    ticket.refresh_from_db()
    return ticket
