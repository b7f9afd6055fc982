"""People at whose doors somebody should knock."""

from datetime import date, timedelta

from nuanban.accounts.enums import Role
from nuanban.eligibility import actions as eligibility
from nuanban.eligibility.enums import Department
from nuanban.knocks import actions
from nuanban.knocks.enums import Reason, Result, Way
from nuanban.knocks.models import Correction, Knock
from nuanban.lib.actor import SYSTEM
from nuanban.residents.queries import Resident
from tests.cast import Cast, person

PENSION = "pension_certification_due"


def certified(cast: Cast, resident: Resident, days_ago: int) -> Resident:
    """A pensioner who proved to be alive so many days ago."""
    on = cast.at.date() - timedelta(days=days_ago)
    seen = {"pension_receiving": True, "pension_certified_on": on}
    new = eligibility.NewRecord(resident.pk, seen, on)
    eligibility.keep_records(Department.SOCIAL_INSURANCE, [new], by=SYSTEM, at=cast.at)
    return resident


def very_old(name: str = "邹桂英", born: date = date(1942, 5, 1)) -> Resident:
    """Eighty-three, and nobody has met her."""
    return person(name, born)[0]


def one_knock(cast: Cast, resident: Resident | None = None) -> Knock:
    """One person whom nobody has met, as a gathering would write it."""
    resident = resident or very_old()
    return Knock.objects.create(
        resident=resident,
        reason=Reason.NO_CONTACT,
        urgency=35,
        rank=44,
        words="半年多没有人见过、也没有打过电话；83 岁",
        division_id=resident.resident_division_id or "430600",
        opened_at=cast.at,
    )


def called_wrong(cast: Cast) -> Correction:
    """Somebody is said to have moved."""
    knock, helper = one_knock(cast), cast.user(Role.STATION_HELPER)
    actions.take(knock, by=helper, at=cast.at)
    noted = actions.Noted(Result.MOVED, Way.DOOR, "邻居说去年搬到长沙了")
    actions.note(knock, noted, by=helper, at=cast.at)
    return Correction.objects.get(knock=knock)


def knock_addresses(cast: Cast) -> dict[str, list[object]]:
    """Pages of one door, and of data that were called wrong at another one."""
    correction = called_wrong(cast)
    knock = one_knock(cast, very_old("向冬梅", date(1943, 1, 1)))
    pages = ("knock", "take", "give_back", "note", "ask_visit")
    found: dict[str, list[object]] = {f"knocks:{page}": [knock.pk] for page in pages}
    return {**found, "knocks:answer": [correction.pk]}
