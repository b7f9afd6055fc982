"""Who may look up people and change what is known about them."""

from nuanban.accounts.enums import HALL_STAFF, SERVING_STAFF, Role
from nuanban.accounts.queries import User

_FINDERS = {*HALL_STAFF, *SERVING_STAFF, Role.HOTLINE_AGENT, Role.DEPARTMENT_OFFICER}
_WRITERS = {*SERVING_STAFF, Role.HOTLINE_AGENT, Role.GUIDE}


def may_find_residents(user: User) -> bool:
    """Whoever serves people may find one person; nobody may browse the city."""
    return user.has_role(*_FINDERS)


def may_change_residents(user: User) -> bool:
    """Whoever sits before the person may write down what the person says or shows."""
    return user.has_role(*_WRITERS)


def may_reveal_numbers(user: User) -> bool:
    """A whole number is shown to those who need it on a form, with a reason, and journalled."""
    return user.has_role(*SERVING_STAFF, Role.DEPARTMENT_OFFICER)


def may_merge_residents(user: User) -> bool:
    """Merging two records is the supervisor's or the lead officer's decision."""
    return user.has_role(Role.SUPERVISOR, Role.LEAD_OFFICER)


def may_change_households(user: User) -> bool:
    """Money follows from it: only those who have the household book before them."""
    return user.has_role(*SERVING_STAFF)
