"""Somebody goes: of two who press at once, one does."""

from datetime import datetime

from django.db import transaction

from nuanban.accounts.queries import User, actor_of
from nuanban.knocks.actions.moves import KnockMoved, move, tell
from nuanban.knocks.models import Knock
from nuanban.lib.errors import Refusal


class KnockTaken(Refusal):
    """这一家刚刚有同事去了，请换一家。"""


@transaction.atomic
def take(knock: Knock, *, by: User, at: datetime) -> Knock:
    """“我来敲门”: address and phone are shown to whoever goes, and to nobody else."""
    try:
        knock = move(knock, "take", taken_by=by, taken_at=at)
    except KnockMoved:
        raise KnockTaken from None
    tell(knock, "taken", actor_of(by), at)
    return knock


@transaction.atomic
def give_back(knock: Knock, *, by: User, at: datetime) -> Knock:
    """Somebody else may go."""
    knock = move(knock, "give_back", taken_by=None, taken_at=None)
    tell(knock, "given_back", actor_of(by), at)
    return knock
