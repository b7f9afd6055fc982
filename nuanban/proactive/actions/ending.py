"""The last day of an entitlement, and what follows for what was given or promised beyond it."""

from collections.abc import Sequence
from datetime import date, datetime

from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.proactive.actions.overpaying import Ending, note_overpaid
from nuanban.proactive.actions.settling import give
from nuanban.proactive.enums import (
    LIVE,
    EntitlementState,
    GrantState,
    TaskState,
)
from nuanban.proactive.models import Entitlement, Grant, Task
from nuanban.proactive.periods import begins_on, month_end


def end(entitlement: Entitlement, ending: Ending, *, by: Actor, at: datetime) -> None:
    """Ends it, or lets it go on until its last day; what was given for later waits for a person.

    One that had ended already only gets an earlier last day, and never comes back to life.
    """
    mine = Entitlement.objects.select_for_update().get(pk=entitlement.pk)
    was = mine.state
    if was not in LIVE and not _is_earlier(mine, ending.on):
        return
    goes_on = was in LIVE and not ending.is_death and ending.on > month_end(city_day(at))
    mine.state = EntitlementState.FADING if goes_on else EntitlementState.ENDED
    mine.ends_on = ending.on
    mine.why_ended = ending.why if ending.is_death else (mine.why_ended or ending.why)
    mine.save(update_fields=["state", "ends_on", "why_ended"])
    _settle_reserved(mine, was, ending, by, at)
    if ending.is_death:
        Task.objects.filter(entitlement=mine, state=TaskState.OPEN).update(
            state=TaskState.DROPPED, outcome="本人已去世，不用再问。", done_at=at
        )
    given = Grant.objects.filter(entitlement=mine, state=GrantState.GRANTED, amount_fen__gt=0)
    note_overpaid(mine, _beyond(list(given), ending.on), ending, by=by, at=at)


def _is_earlier(ended: Entitlement, on: date) -> bool:
    is_over = ended.state == EntitlementState.ENDED
    return is_over and ended.ends_on is not None and on < ended.ends_on


def _beyond(grants: Sequence[Grant], last: date) -> list[Grant]:
    """Those whose period began after the last day."""
    found = []
    for grant in grants:
        given_on = city_day(grant.granted_at or grant.reserved_at)
        if begins_on(grant.period_key, given_on) > last:
            found.append(grant)
    return found


def _settle_reserved(
    entitlement: Entitlement, was: str, ending: Ending, by: Actor, at: datetime
) -> None:
    reserved = Grant.objects.filter(entitlement=entitlement, state=GrantState.RESERVED)
    # Who died before the time to object was over still had a right to the month of the death.
    if ending.is_death and was == EntitlementState.NOTICED:
        beyond = {grant.pk for grant in _beyond(list(reserved), ending.on)}
        give(reserved.exclude(pk__in=beyond), by=by, at=at)
    reserved.update(state=GrantState.WITHDRAWN)
