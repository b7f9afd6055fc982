"""Runs and what they mean for people; entitlements, grants, decisions, answers, tasks."""

from nuanban.proactive.models.entitlements import Answer, Entitlement, Grant
from nuanban.proactive.models.overpayments import Instalment, OverpaidGrant, Overpayment
from nuanban.proactive.models.partners import PartnerList, PartnerRow
from nuanban.proactive.models.runs import Change, Decision, Run
from nuanban.proactive.models.tasks import Reminder, ReminderDay, Task

__all__ = [
    "Answer",
    "Change",
    "Decision",
    "Entitlement",
    "Grant",
    "Instalment",
    "OverpaidGrant",
    "Overpayment",
    "PartnerList",
    "PartnerRow",
    "Reminder",
    "ReminderDay",
    "Run",
    "Task",
]
