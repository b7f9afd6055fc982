"""Who plans village days, puts people on the list, and notes what came of it."""

from nuanban.accounts.queries import User
from nuanban.villages.models import VillageDay
from nuanban.visits import perms as visits


def may_plan(user: User) -> bool:
    """Dispatchers."""
    return visits.may_plan(user)


def may_list(user: User) -> bool:
    """Whoever hears wishes puts people on the list."""
    return visits.may_ask(user)


def may_note(user: User) -> bool:
    """Whoever is there, and dispatchers for them."""
    return visits.may_go_out(user) or visits.may_plan(user)


def may_change(user: User, day: VillageDay) -> bool:
    """Dispatchers of the place that goes there."""
    return may_plan(user) and day.site_id == user.site_id


def may_see(user: User) -> bool:
    """All of them."""
    return may_list(user) or may_note(user)
