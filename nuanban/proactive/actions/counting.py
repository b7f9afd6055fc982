"""Each grant is one person served in the channel 免申办, counted once."""

from collections.abc import Sequence
from datetime import datetime

from nuanban.cases import actions as cases
from nuanban.lib.actor import Actor
from nuanban.offices import queries as offices
from nuanban.proactive.models import Grant
from nuanban.rulebook.book import Book


def count_grants(grants: Sequence[Grant], book: Book, *, by: Actor, at: datetime) -> None:
    """Servings for grants that were really written; the grant's id keeps them single."""
    written = Grant.objects.filter(pk__in=[g.pk for g in grants]).values_list(
        "pk", "resident_id", "policy"
    )
    site = offices.main_hall()
    if site is None:
        return
    rows = []
    for key, resident_id, policy in written:
        items = book[policy].items if policy in book else ()
        rows.append(cases.ProactiveServing(key, resident_id, items[0] if items else None))
    cases.record_proactive_servings(rows, site=site.code, by=by, at=at)
