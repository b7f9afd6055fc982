"""What every note from a phone carries, and when it happened by the server's clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from nuanban.lib.errors import Refusal
from nuanban.visits.models import Visit

# Older notes are put at this age: nobody is without signal for longer.
OLDEST = timedelta(hours=72)


class VisitGone(Refusal):
    """市里已经没有这次上门，没有记下。请打电话告诉负责人。"""


@dataclass(frozen=True)
class Sent:
    """`key` is the operation key that the phone made, `sent_at` the phone's clock now."""

    key: UUID
    visit: UUID
    phone_at: datetime
    sent_at: datetime


def happened_at(sent: Sent, at: datetime) -> datetime:
    """By the server's clock: the phone's clock only tells how long ago it was."""
    return at - min(max(sent.sent_at - sent.phone_at, timedelta(0)), OLDEST)


def locked_visit(key: UUID) -> Visit:
    """The visit, for one at a time."""
    found = Visit.objects.select_for_update(of=("self",)).select_related("resident")
    visit = found.filter(pk=key).first()
    if visit is None:
        raise VisitGone
    return visit
