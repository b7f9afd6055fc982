"""What the visits do when something was asked of them."""

from nuanban.journal.events import Entry, reads
from nuanban.visits import jobs


@reads("visits.plan_asked")
def make_plan(entry: Entry) -> None:
    """The worker thinks about the day."""
    jobs.plan.defer(plan_id=str(entry.object_id))
