"""Who may answer ratings."""

from nuanban.accounts.enums import HALL_STAFF, Role
from nuanban.accounts.queries import User


def may_answer_ratings(user: User) -> bool:
    """Bad grades are answered by the head of the hall and the lead officers."""
    return user.has_role(Role.SUPERVISOR, Role.LEAD_OFFICER)


def may_note_spoken(user: User) -> bool:
    """A grade spoken by the person may be written down by whoever is with them."""
    return user.has_role(*HALL_STAFF)
