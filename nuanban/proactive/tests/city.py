"""People whom the policies reach, and the steps of a run."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from nuanban.accounts.enums import Role
from nuanban.eligibility import actions as eligibility
from nuanban.eligibility.enums import Department
from nuanban.lib.actor import SYSTEM
from nuanban.proactive import actions, queries
from nuanban.proactive.queries import Run
from nuanban.residents.queries import Resident
from tests.cast import Cast, person

PLACE = "430600"
OLD_AGE = "old_age_allowance"


def know(resident: Resident, at: datetime, **facts: Any) -> None:
    """Civil affairs says something of a person."""
    new = eligibility.NewRecord(resident.pk, facts, at.date())
    eligibility.keep_records(Department.CIVIL_AFFAIRS, [new], by=SYSTEM, at=at)


def elders(cast: Cast, count: int, *, aid_kind: str | None = "dibao") -> list[Resident]:
    """Old people on the list of civil affairs."""
    found = []
    for turn in range(count):
        elder, _number = person(f"陈老{turn}", date(1940, 1, 1) + timedelta(days=turn), at=cast.at)
        know(elder, cast.at, aid_kind=aid_kind)
        found.append(elder)
    return found


def prepared(cast: Cast, policies: Sequence[str] = (OLD_AGE,), at: datetime | None = None) -> Run:
    """A run with its preview."""
    at = at or cast.at
    run = actions.prepare_run(
        day=at.date(),
        place=PLACE,
        policies=policies,
        by=cast.user(Role.DEPARTMENT_OFFICER),
        at=at,
    )
    return actions.reckon_run(run, at=at)


def released(cast: Cast, policies: Sequence[str] = (OLD_AGE,), at: datetime | None = None) -> Run:
    """A run that two people agreed to."""
    at = at or cast.at
    run = prepared(cast, policies, at)
    officer, lead = cast.user(Role.DEPARTMENT_OFFICER), cast.user(Role.LEAD_OFFICER)
    actions.propose_run(run, words="已经核对", by=officer, at=at)
    return actions.release_run(run, by=lead, at=at)


def carried(cast: Cast, policies: Sequence[str] = (OLD_AGE,), at: datetime | None = None) -> Run:
    """A run that is done."""
    run = released(cast, policies, at)
    while actions.carry_out(run, at=at or cast.at):
        pass
    found = queries.run_by_id(run.pk)
    assert found is not None
    return found
