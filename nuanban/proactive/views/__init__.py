"""Pages of the channel that nobody has to ask."""

from nuanban.proactive.views.overpaid import overpayment, overpayments
from nuanban.proactive.views.own import mine, told
from nuanban.proactive.views.partners import partner_file, partner_list, partners
from nuanban.proactive.views.people import certificate, entitlement, person
from nuanban.proactive.views.posting import posting, postings
from nuanban.proactive.views.runs import move_run, people, progress, run, runs
from nuanban.proactive.views.tasks import task, tasks

__all__ = [
    "certificate",
    "entitlement",
    "mine",
    "move_run",
    "overpayment",
    "overpayments",
    "partner_file",
    "partner_list",
    "partners",
    "people",
    "person",
    "posting",
    "postings",
    "progress",
    "run",
    "runs",
    "task",
    "tasks",
    "told",
]
