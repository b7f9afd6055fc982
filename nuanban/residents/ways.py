"""One thing to tell somebody, in the way they chose: message, call, letter in large print."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nuanban.lib.days import CITY_TZ
from nuanban.lib.phones import is_mobile
from nuanban.notices.actions import NewNotice
from nuanban.notices.enums import Kind
from nuanban.residents.contacts import Contact
from nuanban.residents.enums import TellBy

EARLIEST, LATEST = 8, 20


@dataclass(frozen=True)
class Told:
    """Who is told what under which key. `even_at_night`: it cannot wait for the morning."""

    contact: Contact
    key: str
    purpose: str
    title: str
    text: str
    even_at_night: bool = False


def wakes(at: datetime) -> datetime:
    """From when somebody may be told: at once, or at eight, because nobody is woken."""
    local = at.astimezone(CITY_TZ)
    if EARLIEST <= local.hour < LATEST:
        return at
    morning = local.replace(hour=EARLIEST, minute=0, second=0, microsecond=0)
    return morning if local.hour < EARLIEST else morning + timedelta(days=1)


def notices_of(told: Told, at: datetime) -> list[NewNotice]:
    """The notice in the person's way, and to a relative who is told as well."""
    contact = told.contact
    found = [notice_for(told, kind_for(contact), contact.phone, told.key, at)]
    if is_mobile(contact.relative_phone):
        found.append(notice_for(told, Kind.SMS, contact.relative_phone, f"{told.key}:relative", at))
    return found


def kind_for(contact: Contact) -> Kind:
    """The person's way where there is an address for it; else the next that reaches them."""
    if contact.tell_by == TellBy.SMS and is_mobile(contact.phone):
        return Kind.SMS
    if contact.phone and not (contact.tell_by == TellBy.LETTER and contact.address):
        return Kind.CALL_TASK
    return Kind.LETTER if contact.address else Kind.IN_APP


def notice_for(told: Told, kind: Kind, phone: str, key: str, at: datetime) -> NewNotice:
    """The notice as one kind. What can wait is told when people are up."""
    is_letter = kind == Kind.LETTER
    return NewNotice(
        kind=kind,
        purpose=told.purpose,
        receiver_key=key,
        title=told.title,
        text=told.text,
        to=told.contact.address if is_letter else phone,
        addressee=told.contact.name if is_letter else "",
        person_id=told.contact.resident_id,
        large_print=is_letter and told.contact.large_print,
        braille=is_letter and told.contact.braille,
        not_before=at if told.even_at_night else wakes(at),
    )
