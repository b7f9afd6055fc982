"""A person's own visit without an account: its code, and the phone or birth date that fits it.

Whoever has the code may be anybody: the file neither shows them anything here, nor says whether
what they try is in it, except the birth date.
"""

from uuid import UUID

from django.core import signing

from nuanban.lib.phones import PhoneFault, read_phone
from nuanban.residents import queries as residents
from nuanban.visits.models import Visit
from nuanban.visits.sealed import phone_index

# How long a found visit stays open, in seconds.
OPEN_FOR = 1_800
_SALT = "visits.own"
# How a note begins that a wish came under another name than the one on file.
OTHER_NAME = "网上填的名字是"


def find_own(code: str, proof: str) -> Visit | None:
    """The visit of a code, for who knows the phone it was made with or the person's birth date.

    `proof`: a phone number, or eight digits of a birthday (19530601), with or without signs.
    """
    found = Visit.objects.select_related("resident", "crew").filter(code=code.strip().upper())
    visit = found.first()
    return visit if visit is not None and _fits(visit, proof) else None


def _fits(visit: Visit, proof: str) -> bool:
    digits = "".join(sign for sign in proof if sign.isdigit())
    born = visit.resident.birth_on
    if born is not None and digits == f"{born:%Y%m%d}":
        return True
    try:
        phone = read_phone(proof)
    except PhoneFault:
        return False
    named = visit.contact_index
    if named is not None and bytes(named) == phone_index(phone):
        return True
    own = residents.contacts_of([visit.resident_id])[visit.resident_id]
    return phone == own.phone and not visit.unseen


def own_words(visit: Visit) -> str:
    """What for, as it was asked; without what the city noted about it."""
    return visit.why.partition(OTHER_NAME)[0].strip()


def key_of(visit: Visit) -> str:
    """What opens the page for half an hour."""
    return signing.dumps(str(visit.pk), salt=_SALT)


def read_key(key: str) -> UUID | None:
    """The visit that was found; None when it is too long ago or made up."""
    try:
        return UUID(signing.loads(key, salt=_SALT, max_age=OPEN_FOR))
    except (signing.BadSignature, ValueError, TypeError):
        return None
