"""When a talk has shown that something ends."""

from datetime import date

from django.db.models import Max

from nuanban.proactive.ends import last_day
from nuanban.proactive.enums import EntitlementState, GrantState
from nuanban.proactive.models import Entitlement, Grant
from nuanban.proactive.periods import begins_on, month_end
from nuanban.rulebook.policy import Policy


def agreed_end(entitlement: Entitlement, policy: Policy, day: date, since: date | None) -> date:
    """The last day. `since`: the day from which it was not theirs, where somebody found one.

    Otherwise it is the day that people were told, and never before what was given meanwhile.
    """
    if since is not None:
        return last_day(policy, min(since, day))
    given = Grant.objects.filter(entitlement=entitlement, state=GrantState.GRANTED)
    last_key = given.aggregate(last=Max("period_key"))["last"]
    if last_key is None:
        # Nothing was begun, so nothing fades.
        return day
    fades = entitlement.state != EntitlementState.OBJECTED
    planned = entitlement.ends_on or last_day(policy, day, fades=fades)
    return max(planned, month_end(begins_on(last_key, day)))
