"""Who may do what with cases."""

from nuanban.accounts.enums import SERVING_STAFF, Role
from nuanban.accounts.queries import User
from nuanban.cases.models import Case


def may_see_cases(user: User) -> bool:
    """Whoever serves at a place sees its cases; department officers see their department's."""
    return user.has_role(*SERVING_STAFF, Role.DEPARTMENT_OFFICER, Role.HOTLINE_AGENT)


def may_open_cases(user: User) -> bool:
    """Whoever sits before the person opens the case."""
    return user.has_role(*SERVING_STAFF)


def may_accept_at_station(user: User) -> bool:
    """Helpers of townships and villages, for what is delegated to them."""
    return user.has_role(Role.STATION_HELPER)


def may_serve_at(user: User, site: str) -> bool:
    """Staff of that place; what is immediate they end themselves."""
    return user.has_role(*SERVING_STAFF) and user.site_id == site


def may_fill(user: User, case: Case) -> bool:
    """Staff of the place where the case was opened."""
    return may_serve_at(user, case.site_id)


def may_decide(user: User, case: Case) -> bool:
    """Immediate items end at the window; the rest is decided by the item's department."""
    if case.version.promised_days == 0:
        return may_fill(user, case)
    officer = user.has_role(Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER)
    return officer and user.department in ("", case.department)


def may_see_overdue(user: User) -> bool:
    """Supervisors watch what runs late."""
    return user.has_role(Role.SUPERVISOR, Role.LEAD_OFFICER, Role.DEPARTMENT_OFFICER)


def may_import_servings(user: User) -> bool:
    """Past figures are brought in by the head of the hall."""
    return user.has_role(Role.SUPERVISOR)
