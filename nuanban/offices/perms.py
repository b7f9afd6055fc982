"""Who may change places, hours, outlines and the calendar (accounts stand above,
and are read as roles)."""

from collections.abc import Collection
from typing import Protocol


class HasRoles(Protocol):
    """Anyone whose roles can be asked."""

    @property
    def roles(self) -> Collection[str]: ...

    @property
    def is_active(self) -> bool: ...


def may_edit_offices(user: HasRoles) -> bool:
    """Heads of halls and system administrators."""
    return user.is_active and bool({"supervisor", "system_admin"} & set(user.roles))


def may_bring_outlines(user: HasRoles) -> bool:
    """System administrators: what is drawn under the points of every map."""
    return user.is_active and "system_admin" in user.roles
