"""Whom somebody does not want to see again."""

from datetime import datetime

from django.db import transaction

from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.residents.queries import Resident
from nuanban.team.queries import Member
from nuanban.visits.models import Unwilling


@transaction.atomic
def note_unwilling(
    resident: Resident, member: Member, *, words: str, by: Actor, at: datetime
) -> Unwilling:
    """This member is never sent to this person again."""
    found, is_new = Unwilling.objects.get_or_create(
        resident=resident, member=member, defaults={"words": words.strip(), "said_at": at}
    )
    if is_new:
        record("visits.unwilling_noted", by=by, at=at, subject_id=resident.pk, object_id=found.pk)
    return found
