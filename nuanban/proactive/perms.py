"""Who may prepare, release, look and act in the channel that nobody has to ask."""

from nuanban.accounts.enums import SERVING_STAFF, Role
from nuanban.accounts.queries import User
from nuanban.proactive.queries import Run

_ANSWERERS = {*SERVING_STAFF, Role.HOTLINE_AGENT, Role.DEPARTMENT_OFFICER}


def may_see_runs(user: User) -> bool:
    """Officers prepare, lead officers release, the head of the hall and the auditor look."""
    return user.has_role(
        Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.SUPERVISOR, Role.AUDIT_ADMIN
    )


def may_prepare_runs(user: User) -> bool:
    """Department officers know the policies."""
    return user.has_role(Role.DEPARTMENT_OFFICER)


def may_release_runs(user: User) -> bool:
    """Lead officers release; never the person who prepared the run (`may_release`)."""
    return user.has_role(Role.LEAD_OFFICER)


def may_release(user: User, run: Run) -> bool:
    """Two different people: one prepares, another one releases."""
    return may_release_runs(user) and run.prepared_by_id != user.pk


def may_see_entitlements(user: User) -> bool:
    """Whoever serves people may tell them what they are entitled to, and why or why not."""
    return user.has_role(*_ANSWERERS)


def may_do_tasks(user: User) -> bool:
    """Whoever serves, visits or telephones finds out what data cannot say."""
    return user.has_role(*_ANSWERERS)


def may_send_lists(user: User) -> bool:
    """Department officers give lists to those outside and read their answers."""
    return user.has_role(Role.DEPARTMENT_OFFICER)


def may_see_overpayments(user: User) -> bool:
    """Whoever sees the runs, and whoever may be asked about a letter that wants money back."""
    return may_see_runs(user) or may_see_entitlements(user)


def may_decide_overpayments(user: User) -> bool:
    """Officers decide and note what came back; an objection is heard by another one (actions)."""
    return user.has_role(Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER)
