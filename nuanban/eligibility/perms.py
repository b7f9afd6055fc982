"""Who may write policies, release them, and look."""

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.eligibility.models import PolicyVersion


def may_see_policies(user: User) -> bool:
    """Officers write, lead officers release, the head of the hall and the auditor look."""
    return user.has_role(
        Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.SUPERVISOR, Role.AUDIT_ADMIN
    )


def may_write_policies(user: User) -> bool:
    """Department officers know the rules; whose department it is, the releaser sees."""
    return user.has_role(Role.DEPARTMENT_OFFICER)


def may_release_policies(user: User) -> bool:
    """Lead officers release and take back; never a text they wrote in (`may_release`)."""
    return user.has_role(Role.LEAD_OFFICER)


def may_release(user: User, version: PolicyVersion) -> bool:
    """Two different people: nobody releases what they had a hand in."""
    return may_release_policies(user) and user.pk not in version.hands
