"""What runs out is told in time, once at each step; nothing ends by a date alone."""

from datetime import timedelta

from nuanban.cases import actions as cases
from nuanban.cases.enums import Channel
from nuanban.eligibility import actions as eligibility
from nuanban.eligibility import queries as facts
from nuanban.eligibility.enums import Department
from nuanban.journal.queries import entries_about
from nuanban.lib.actor import SYSTEM
from nuanban.lib.keys import new_key
from nuanban.notices.queries import notices_of
from nuanban.proactive import actions
from nuanban.proactive.models import Reminder
from nuanban.proactive.queries import Task
from nuanban.proactive.subscribers import sign_of_life
from nuanban.residents.queries import Resident
from tests.cast import Cast

PENSION = "pension_certification_due"


def certified(cast: Cast, days_ago: int) -> Resident:
    """A pensioner who proved to be alive so many days ago."""
    on = cast.at.date() - timedelta(days=days_ago)
    seen = {"pension_receiving": True, "pension_certified_on": on}
    new = eligibility.NewRecord(cast.wang.pk, seen, on)
    eligibility.keep_records(Department.SOCIAL_INSURANCE, [new], by=SYSTEM, at=cast.at)
    return cast.wang


def told(resident: Resident) -> int:
    """How often somebody was reminded."""
    return sum(n.purpose == "proactive.due" for n in notices_of(resident.pk))


def test_a_pensioner_is_reminded_once_at_each_step(cast: Cast) -> None:
    pensioner = certified(cast, 365 - 91)
    heard: list[int] = []
    for days in (0, 1, 31, 61, 84, 85):
        actions.remind(at=cast.at + timedelta(days=days))
        if told(pensioner) > len(heard):
            heard.append(91 - days)
    assert heard == [90, 60, 30, 7]
    assert [r.step for r in Reminder.objects.order_by("told_on")] == [90, 60, 30, 7]
    assert Task.objects.filter(resident=pensioner, policy=PENSION).count() == 1


def test_the_same_day_reminds_once(cast: Cast) -> None:
    certified(cast, 365 - 50)
    assert actions.remind(at=cast.at) == 1
    assert actions.remind(at=cast.at) == 0


def test_who_was_served_at_the_hall_needs_no_other_proof_of_life(cast: Cast) -> None:
    pensioner = certified(cast, 360)
    cases.record_serving(
        channel=Channel.ZONE,
        site=cast.site,
        origin_id=new_key(),
        groups=[],
        resident_id=pensioner.pk,
        by=cast.by(),
        at=cast.at,
    )
    entry = next(e for e in entries_about(pensioner.pk) if e.kind == "cases.served")
    sign_of_life(entry)
    sign_of_life(entry)
    known = facts.facts_of(pensioner, cast.at.date(), cast.at)
    assert known["pension_certified_on"] == cast.at.date()
    assert actions.remind(at=cast.at) == 0
