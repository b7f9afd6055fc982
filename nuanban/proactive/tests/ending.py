"""People whose entitlements end: they die, move away, or are better off."""

from datetime import date, datetime, timedelta
from typing import Any

from nuanban.accounts.enums import Role
from nuanban.lib.actor import SYSTEM
from nuanban.proactive import actions
from nuanban.proactive.models import Entitlement, Overpayment, Task
from nuanban.proactive.tests.city import carried, elders, know
from nuanban.residents import actions as residents
from nuanban.residents.enums import Source, StatusKind
from nuanban.residents.queries import Resident
from tests.cast import Cast

MONTH, WEEK = timedelta(days=31), timedelta(days=8)
DIBAO = "dibao"


def later(cast: Cast, months: int) -> datetime:
    """The morning of the second, so many months later."""
    year, month = divmod(cast.at.month - 1 + months, 12)
    return cast.at.replace(year=cast.at.year + year, month=month + 1)


def given_for(cast: Cast, months: int) -> Entitlement:
    """Somebody who has had the old-age allowance for so many months."""
    (elder,) = elders(cast, 1)
    carried(cast)
    actions.settle(at=cast.at + WEEK)
    for month in range(1, months):
        carried(cast, at=later(cast, month))
    return Entitlement.objects.get(resident=elder)


def die(resident: Resident, day: date, at: datetime) -> None:
    """The police say so, perhaps late."""
    residents.add_status(
        resident,
        kind=StatusKind.DECEASED,
        valid_from=day,
        source=Source.POLICE,
        by=SYSTEM,
        at=at,
    )


def finish(cast: Cast, kind: str, at: datetime, **said: Any) -> Task:
    """A colleague does the open task of this kind."""
    task = Task.objects.get(kind=kind, state="open")
    wish = {"outcome": "和本人说过了", "found": {}, "goes_on": False, **said}
    return actions.finish_task(task, by=cast.user(Role.HOTLINE_AGENT), at=at, **wish)


def poor(cast: Cast) -> Entitlement:
    """Somebody on dibao, who agreed at the door and has had it for a month."""
    (elder,) = elders(cast, 1)
    earns(elder, 10_000, cast.at)
    carried(cast, [DIBAO])
    finish(cast, "knock", cast.at, goes_on=True)
    return Entitlement.objects.get(resident=elder)


def earns(resident: Resident, fen: int, at: datetime) -> None:
    """The family's income a head and month."""
    know(resident, at, household_income_fen=fen, registration_kind="urban", aid_kind="none")


def overpaid(cast: Cast, *, dead_for: int = 2) -> Overpayment:
    """A death that was learned months later: what was given meanwhile was not theirs."""
    entitlement = given_for(cast, dead_for + 1)
    at = later(cast, dead_for + 1)
    die(entitlement.resident, cast.at.date() + timedelta(days=3), at)
    carried(cast, at=at)
    return Overpayment.objects.get()


def given_too_long(entitlement: Entitlement, at: datetime) -> Overpayment:
    """One grant that was not theirs, as the table of doors needs it."""
    return Overpayment.objects.create(
        entitlement=entitlement,
        resident_id=entitlement.resident_id,
        policy=entitlement.policy,
        amount_fen=5000,
        last_day=at.date(),
        why="已登记去世。",
        found_at=at,
    )
