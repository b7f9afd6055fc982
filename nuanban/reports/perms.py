"""Who may read the figures (the public page is for everybody)."""

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User


def may_read_figures(user: User) -> bool:
    """Heads of halls and lead officers read figures down to their rows."""
    return user.has_role(Role.SUPERVISOR, Role.LEAD_OFFICER)
