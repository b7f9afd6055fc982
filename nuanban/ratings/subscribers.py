"""What ratings do when something happened below. Readers may run twice: each repeats harmlessly."""

from nuanban.cases import queries as cases
from nuanban.journal.events import Entry, reads
from nuanban.lib.actor import Actor
from nuanban.ratings import queries
from nuanban.ratings.actions import AlreadyRated, rate
from nuanban.ratings.enums import Grade, RatedVia
from nuanban.visits import queries as visits


@reads("visits.graded", "visits.done", "visits.conflict_settled")
def keep_what_was_said_at_home(entry: Entry) -> None:
    """A grade tapped at the door counts as soon as the visit is one that served somebody."""
    note = visits.grade_of(entry.object_id) if entry.object_id else None
    serving = cases.serving_of_origin(entry.object_id) if entry.object_id else None
    if note is None or serving is None or queries.rating_of(serving) is not None:
        return
    helper = Actor(kind="staff", id=note.user_id, name=note.user_name, site=serving.site_id)
    try:
        rate(
            serving,
            grade=Grade(int(note.value)),
            via=RatedVia.SPOKEN,
            by=helper,
            at=note.received_at,
        )
    except AlreadyRated:
        return
