"""Who sees and changes the team."""

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User


def may_see_team(user: User) -> bool:
    """Whoever plans with people: heads of halls, lead officers, agents of the hotline."""
    return user.has_role(Role.SUPERVISOR, Role.LEAD_OFFICER, Role.HOTLINE_AGENT)


def may_change_team(user: User) -> bool:
    """Heads of halls answer for who is sent to people's homes."""
    return user.has_role(Role.SUPERVISOR)
