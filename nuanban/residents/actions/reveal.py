"""Showing a whole number: with a reason, and never without a trace."""

from datetime import datetime
from typing import Literal

from django.db import transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.errors import Unusable
from nuanban.residents.models import Identity, Resident
from nuanban.residents.sealed import unseal

What = Literal["id_card", "phone", "address"]
SHORTEST_REASON = 4


@transaction.atomic
def reveal(resident: Resident, *, what: What, reason: str, by: Actor, at: datetime) -> str:
    """The whole number, phone or address. The reason is kept in the journal."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Unusable(sentence="请写明查看完整号码的原因，至少四个字。")
    shown = _whole(resident, what)
    record(
        "residents.revealed",
        by=by,
        at=at,
        subject_id=resident.pk,
        object_id=resident.pk,
        payload={"what": what, "reason": reason.strip()[:200]},
    )
    return shown


def _whole(resident: Resident, what: What) -> str:
    if what == "phone":
        sealed = resident.phone_sealed
        return unseal(bytes(sealed), "resident.phone", resident.pk) if sealed else ""
    if what == "address":
        sealed = resident.address_sealed
        return unseal(bytes(sealed), "resident.address", resident.pk) if sealed else ""
    card = Identity.objects.filter(resident=resident, kind="id_card", withdrawn_at=None).first()
    return unseal(bytes(card.number_sealed), "identity.number", card.pk) if card else ""
