"""The paper for what somebody has."""

from datetime import datetime

from django.db import transaction

from nuanban.lib.actor import SYSTEM, Actor
from nuanban.lib.days import city_day
from nuanban.papers.actions import issue_document
from nuanban.proactive.enums import EntitlementState
from nuanban.proactive.letters import certificate_of
from nuanban.proactive.models import Entitlement


@transaction.atomic
def certify(entitlement: Entitlement, *, by: Actor, at: datetime) -> Entitlement:
    """Issues the certificate: numbered, signed, checkable. Once for each entitlement."""
    entitlement = Entitlement.objects.select_for_update(of=("self",)).get(pk=entitlement.pk)
    if entitlement.document_id is None:
        document = issue_document(certificate_of(entitlement, city_day(at)), by=by, at=at)
        entitlement.document_id = document.pk
        entitlement.save(update_fields=["document_id"])
    return entitlement


def certify_some(*, at: datetime, most: int) -> int:
    """Issues certificates that nobody has asked for yet, a few at a time; how many there were."""
    lacking = Entitlement.objects.filter(state=EntitlementState.ACTIVE, document_id=None)
    found = list(lacking.order_by("since", "id")[:most])
    for entitlement in found:
        certify(entitlement, by=SYSTEM, at=at)
    return len(found)
