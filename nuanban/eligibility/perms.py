"""Who may write policies, release them, and look; and why not, in words."""

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.eligibility.enums import VersionState
from nuanban.eligibility.models import PolicyVersion


def may_see_policies(user: User) -> bool:
    """Officers write, lead officers release, the head of the hall and the auditor look."""
    return user.has_role(
        Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.SUPERVISOR, Role.AUDIT_ADMIN
    )


def may_write_policies(user: User) -> bool:
    """Department officers know the rules; which policies are theirs says `may_write`."""
    return user.has_role(Role.DEPARTMENT_OFFICER)


def may_write(user: User, department: str) -> bool:
    """Officers write what their department answers for; one without a department writes all."""
    return may_write_policies(user) and user.department in ("", department)


def why_not_write(user: User, department: str) -> str:
    """What an officer of another department reads; empty for everybody else."""
    if not may_write_policies(user) or may_write(user, department):
        return ""
    return f"这项政策归{department}管，您是{user.department}的，可以看，不能改。"


def may_edit(user: User, version: PolicyVersion) -> bool:
    """A draft of one's own department."""
    return version.state == VersionState.DRAFT and may_write(user, version.department)


def may_release_policies(user: User) -> bool:
    """Lead officers release and take back; never a text they wrote in (`may_release`)."""
    return user.has_role(Role.LEAD_OFFICER)


def may_release(user: User, version: PolicyVersion) -> bool:
    """Two different people: nobody releases what they had a hand in."""
    return may_release_policies(user) and user.pk not in version.hands


def why_not_release(user: User, version: PolicyVersion) -> str:
    """What somebody reads before they would click in vain; empty where nothing stands in the way.

    Whoever wrote in a text is told that, whether or not they might release others.
    """
    if user.pk in version.hands:
        return "您动过手写这一份，不能自己发布，要由另一位首席领办员发布。"
    if may_release_policies(user):
        return ""
    return "要由一位没有写过这一份的首席领办员发布。"


def may_withdraw(user: User, version: PolicyVersion) -> bool:
    """Its department gives a draft up; lead officers take a released text back."""
    if version.state == VersionState.RELEASED:
        return may_release_policies(user)
    return version.state != VersionState.WITHDRAWN and may_write(user, version.department)
