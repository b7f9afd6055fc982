"""What this room does when something happens in it."""

from nuanban.eligibility import jobs
from nuanban.journal.events import Entry, reads


@reads("eligibility.difference_asked")
def reckon_difference(entry: Entry) -> None:
    """The worker judges the city twice."""
    jobs.compare.defer(version_id=str(entry.object_id))
