"""Who may do what with the catalogue. Reading published guides needs no account."""

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.catalogue.models import Item


def may_see_drafts(user: User) -> bool:
    """Those who write guides and the one who publishes them."""
    return user.has_role(Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.SUPERVISOR)


def may_edit(user: User, item: Item) -> bool:
    """Lead officers any item; officers of a department the items of their department."""
    if user.has_role(Role.LEAD_OFFICER):
        return True
    own = user.department in ("", item.department.name)
    return user.has_role(Role.DEPARTMENT_OFFICER) and own


def may_publish(user: User) -> bool:
    """The head of the hall publishes: who wrote a text does not let it loose alone."""
    return user.has_role(Role.SUPERVISOR)
