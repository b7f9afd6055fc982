"""A visit asked for on the page of residents. Nobody saw a card: what is said is not proved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from nuanban.lib.actor import Actor
from nuanban.lib.errors import Refusal, residents_read
from nuanban.lib.id_numbers import IdNumber
from nuanban.lib.names import match_form
from nuanban.offices import queries as offices
from nuanban.residents import actions as registering
from nuanban.residents import queries as residents
from nuanban.residents.enums import Need, Source
from nuanban.residents.queries import Resident
from nuanban.visits.actions.asking import NewVisit, ask
from nuanban.visits.enums import ENDED, AskedVia, VisitKind
from nuanban.visits.models import Visit
from nuanban.visits.own import OTHER_NAME
from nuanban.visits.telling import tell_asked

MOST_OPEN = 2


@residents_read
class TooManyOpen(Refusal):
    """网上已经约了两次上门，都还没办完。还要再约，请打电话，有人替您记下来。"""


@dataclass(frozen=True)
class Wish:
    """As somebody typed it. `relative`: the name of who asks for a relative, else empty."""

    name: str
    id_number: IdNumber
    relative: str
    phone: str
    site: str
    division: str
    address: str
    items: Sequence[str]
    words: str = ""
    access_notes: str = ""
    needs: Sequence[Need] = ()


@transaction.atomic
def take_wish(wish: Wish, *, by: Actor, at: datetime) -> Visit:
    """Takes it down for the person with this number, who is registered where nobody knows them."""
    person = _person(wish, by, at)
    # Two wishes in one moment are counted one after the other.
    Resident.objects.select_for_update().get(pk=person.pk)
    mine = Visit.objects.filter(resident=person, unseen=True)
    if mine.exclude(state__in=ENDED).count() >= MOST_OPEN:
        raise TooManyOpen
    visit = ask(_visit(wish, person), by=by, at=at)
    tell_asked(visit, by=by, at=at)
    return visit


def _person(wish: Wish, by: Actor, at: datetime) -> Resident:
    """On file, or registered with what a number says: the rest is seen when somebody is there."""
    number = wish.id_number
    known = residents.by_id_card(number.number)
    if known is not None:
        return known
    source = Source.RELATIVE if wish.relative else Source.PERSON
    new = registering.NewResident(name=wish.name, id_number=number, source=source)
    try:
        with transaction.atomic():
            return registering.register(new, by=by, at=at)
    except (registering.IdentityTaken, IntegrityError):
        # Somebody else registered them in the same moment.
        known = residents.by_id_card(number.number)
        if known is None:
            raise
        return known


def _visit(wish: Wish, person: Resident) -> NewVisit:
    latitude, longitude = offices.point_of(wish.division)
    words = " ".join(wish.words.split())
    if match_form(wish.name) != match_form(person.name):
        words = f"{words}\n{OTHER_NAME}{wish.name}，和档案不一样，请先打电话问清楚。"
    return NewVisit(
        resident=person,
        kind=VisitKind.APPOINTMENT,
        via=AskedVia.RELATIVE if wish.relative else AskedVia.PAGE,
        items=wish.items,
        site=wish.site,
        division=wish.division,
        latitude=latitude,
        longitude=longitude,
        address=wish.address,
        access_notes=wish.access_notes,
        contact_name=wish.relative or wish.name,
        contact_phone=wish.phone,
        needs=wish.needs,
        why=words,
        unseen=True,
    )
