"""Seeing each other on one case."""

from datetime import datetime, timedelta

from nuanban.accounts.queries import User
from nuanban.cases.models import Case, CaseViewer

PRESENT = timedelta(seconds=40)


def mark_viewer(case: Case, *, user: User, at: datetime) -> list[str]:
    """Notes that `user` has the case open; returns the names of others who have it open too.

    A sign of presence, not an act: it leaves no journal entry.
    """
    CaseViewer.objects.update_or_create(case=case, user=user, defaults={"seen_at": at})
    others = CaseViewer.objects.filter(case=case, seen_at__gte=at - PRESENT).exclude(user=user)
    return list(others.values_list("user__name", flat=True))
