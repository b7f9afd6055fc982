"""Who knocks, who only telephones, who answers for the data."""

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.knocks.enums import KnockState
from nuanban.knocks.models import Knock


def may_knock(user: User) -> bool:
    """Helpers of stations, dispatchers, and the hotline for those who have a telephone."""
    return user.has_role(
        Role.STATION_HELPER, Role.SUPERVISOR, Role.LEAD_OFFICER, Role.HOTLINE_AGENT
    )


def may_gather(user: User) -> bool:
    """Dispatchers have the list made anew."""
    return user.has_role(Role.SUPERVISOR, Role.LEAD_OFFICER)


def may_see_map(user: User) -> bool:
    """Whoever knocks, and the departments: numbers only, small ones hidden."""
    return may_knock(user) or user.has_role(Role.DEPARTMENT_OFFICER)


def may_note(user: User, knock: Knock) -> bool:
    """Whoever took it notes what was found."""
    return knock.state == KnockState.TAKEN and knock.taken_by_id == user.pk


def may_give_back(user: User, knock: Knock) -> bool:
    """Whoever took it, and dispatchers."""
    return knock.state == KnockState.TAKEN and (may_note(user, knock) or may_gather(user))


def may_answer_corrections(user: User) -> bool:
    """Officers answer for the data of their department."""
    return user.has_role(Role.DEPARTMENT_OFFICER)
