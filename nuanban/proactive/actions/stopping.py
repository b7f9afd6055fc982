"""When something ends, and why, in the policy's own words."""

from calendar import monthrange
from datetime import date
from typing import Any

from nuanban.eligibility import queries as eligibility
from nuanban.proactive.models import Change, Run
from nuanban.rulebook.facts import CITY, Kind
from nuanban.rulebook.policy import Policy


def last_day(policy: Policy, day: date) -> date:
    """The end of the month, plus the months that are still paid on."""
    months = day.year * 12 + day.month - 1 + policy.stop.fade_out_months
    if not policy.stop.pays_month_of_end:
        months -= 1
    year, month = divmod(months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def typed_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as they were kept in JSON, with days as days."""
    return {
        name: date.fromisoformat(value)
        if value is not None and name in CITY and CITY[name].kind == Kind.DATE
        else value
        for name, value in facts.items()
    }


def stop_reason(run: Run, change: Change) -> str:
    """The sentences of what no longer holds."""
    judge = eligibility.judge_on(run.day, run.place)
    judged = {one.policy: one for one in judge.judge(typed_facts(change.facts))}[change.policy]
    return "".join(reason.text for reason in judged.because) or "同类待遇只领一项。"
