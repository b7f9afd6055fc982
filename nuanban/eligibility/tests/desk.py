"""The policy desk of a test: a draft, and an address for every page."""

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.eligibility import actions, queries
from nuanban.eligibility.queries import PolicyVersion
from tests.cast import Cast

OLD_AGE, TRANSIT = "old_age_allowance", "elder_transit"


def policy_addresses(cast: Cast) -> dict[str, list[object]]:
    """Keys for every page of the desk: one draft of one policy."""
    officer = cast.user(Role.DEPARTMENT_OFFICER)
    draft = actions.write_version(OLD_AGE, by=officer, at=cast.at)
    keys: dict[str, list[object]] = {}
    for page in ("policy", "write", "copy", "try_policy"):
        keys[f"eligibility:{page}"] = [OLD_AGE]
    for page in ("version", "save", "keep", "check", "try_version", "difference", "ask_difference"):
        keys[f"eligibility:{page}"] = [draft.pk]
    keys["eligibility:edit"] = [draft.pk, "number"]
    keys["eligibility:move"] = [draft.pk, "propose"]
    return keys


def draft(cast: Cast, policy: str = OLD_AGE) -> PolicyVersion:
    """A draft of a policy, by the officer."""
    return actions.write_version(policy, by=cast.user(Role.DEPARTMENT_OFFICER), at=cast.at)


def saved(cast: Cast, version: PolicyVersion, *, by: User | None = None) -> PolicyVersion:
    """The texts as they stand in `version`, saved."""
    return actions.save_version(
        version_now(version),
        texts=queries.texts_of(version),
        revision=version.revision,
        by=by or cast.user(Role.DEPARTMENT_OFFICER),
        at=cast.at,
    )


def version_now(version: PolicyVersion) -> PolicyVersion:
    """The same version as the database has it."""
    found = queries.version_by_id(version.pk)
    assert found is not None
    return found


def proposed(cast: Cast, version: PolicyVersion) -> PolicyVersion:
    """Proposed by the officer."""
    by = cast.user(Role.DEPARTMENT_OFFICER)
    return actions.propose_version(version, why="县里提高标准", by=by, at=cast.at)
