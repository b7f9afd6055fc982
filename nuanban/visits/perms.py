"""Who asks for visits, plans them, and goes out."""

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User

# Who goes to people's homes.
OUT = (Role.VISITING_STAFF, Role.SPECIALIST, Role.VOLUNTEER, Role.STATION_HELPER)


def may_ask(user: User) -> bool:
    """Whoever hears the wish: hotline, guides, specialists, station helpers, lead officers."""
    return user.has_role(
        Role.HOTLINE_AGENT,
        Role.GUIDE,
        Role.SPECIALIST,
        Role.STATION_HELPER,
        Role.LEAD_OFFICER,
        Role.SUPERVISOR,
    )


def may_plan(user: User) -> bool:
    """Dispatchers: heads of halls and lead officers."""
    return user.has_role(Role.SUPERVISOR, Role.LEAD_OFFICER)


def may_see(user: User) -> bool:
    """Whoever asks, plans or goes out."""
    return may_ask(user) or may_plan(user) or may_go_out(user)


def may_go_out(user: User) -> bool:
    """Whoever stands at the door."""
    return user.has_role(*OUT)
