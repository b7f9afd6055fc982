"""Every night the city asks itself who was left behind, and says why."""

from datetime import date, timedelta

from nuanban.accounts.enums import Role
from nuanban.cases import actions as cases
from nuanban.cases.enums import Channel
from nuanban.journal.queries import entries_about
from nuanban.knocks import actions
from nuanban.knocks.enums import KnockState, Reason, Result, Way
from nuanban.knocks.models import Knock
from nuanban.knocks.tests.doors import PENSION, certified, one_knock, very_old
from nuanban.lib.actor import SYSTEM
from nuanban.lib.keys import new_key
from nuanban.proactive.models import Entitlement, Task
from nuanban.proactive.tests.city import carried
from nuanban.residents import actions as residents
from nuanban.residents.enums import Source, StatusKind
from nuanban.residents.queries import Resident
from tests.cast import Cast, person


def status(resident: Resident, kind: StatusKind, cast: Cast, until: date | None = None) -> None:
    """A fact on file."""
    is_disabled = kind == StatusKind.DISABILITY
    residents.add_status(
        resident,
        kind=kind,
        valid_from=date(2016, 3, 14),
        valid_to=until,
        source=Source.PAPER_SEEN,
        by=SYSTEM,
        at=cast.at,
        category="4" if is_disabled else "",
        level=2 if is_disabled else None,
    )


def knocks(resident: Resident) -> dict[str, Knock]:
    """Open ones of somebody, by reason."""
    found = Knock.objects.filter(resident=resident, state=KnockState.OPEN)
    return {knock.reason: knock for knock in found}


def test_the_reason_is_a_sentence_and_a_number(cast: Cast) -> None:
    old = very_old()
    status(old, StatusKind.LIVES_ALONE, cast)
    status(old, StatusKind.DISABILITY, cast, until=cast.at.date() + timedelta(days=12))
    actions.gather(by=SYSTEM, at=cast.at)
    due = knocks(old)[Reason.EXPIRING]
    assert due.words == "残疾人证还有 12 天到期；83 岁，独居，肢体残疾二级"
    assert (due.urgency, due.rank) == (70, 126)
    assert due.due_on == cast.at.date() + timedelta(days=12)


def test_a_second_gathering_changes_nothing(cast: Cast) -> None:
    certified(cast, cast.wang, 360)
    very_old()
    first = actions.gather(by=SYSTEM, at=cast.at)
    assert (first.opened, first.closed) == (2, 0)
    again = actions.gather(by=SYSTEM, at=cast.at)
    assert (again.opened, again.rewritten, again.closed) == (0, 0, 0)


def test_the_days_left_are_told_anew_every_night(cast: Cast) -> None:
    certified(cast, cast.wang, 360)
    actions.gather(by=SYSTEM, at=cast.at)
    tomorrow = actions.gather(by=SYSTEM, at=cast.at + timedelta(days=1))
    assert (tomorrow.opened, tomorrow.rewritten) == (0, 1)
    assert knocks(cast.wang)[Reason.CERTIFICATION].words.startswith("养老金资格认证还有 4 天到期")


def test_what_is_no_longer_true_closes_itself(cast: Cast) -> None:
    knock = one_knock(cast)
    cases.record_serving(
        channel=Channel.ZONE,
        site=cast.site,
        origin_id=new_key(),
        groups=[],
        resident_id=knock.resident_id,
        by=cast.by(),
        at=cast.at,
    )
    actions.gather(by=SYSTEM, at=cast.at)
    knock.refresh_from_db()
    assert (knock.state, knock.why_closed) == (KnockState.CLOSED, "已经有人见过本人。")


def test_what_was_given_unasked_is_no_meeting(cast: Cast) -> None:
    old = very_old()
    rows = [cases.ProactiveServing(new_key(), old.pk, None)]
    cases.record_proactive_servings(rows, site=cast.site, by=cast.by(), at=cast.at)
    actions.gather(by=SYSTEM, at=cast.at)
    assert Reason.NO_CONTACT in knocks(old)


def test_nobody_knocks_for_the_dead(cast: Cast) -> None:
    knock = one_knock(cast)
    status(knock.resident, StatusKind.DECEASED, cast)
    actions.gather(by=SYSTEM, at=cast.at)
    assert not knocks(knock.resident)


def test_an_offer_without_an_answer_is_a_knock_after_two_weeks(cast: Cast) -> None:
    person("周爱莲", date(1955, 2, 1))
    carried(cast, policies=["elder_card"])
    assert Entitlement.objects.filter(state="offered").exists()
    offered = Entitlement.objects.filter(state="offered").first()
    assert offered is not None
    actions.gather(by=SYSTEM, at=cast.at + timedelta(days=1))
    assert not knocks(offered.resident)
    actions.gather(by=SYSTEM, at=cast.at + timedelta(days=20))
    assert "一直没有回话" in knocks(offered.resident)[Reason.LINKED].words


def test_a_task_that_only_a_knock_settles_is_on_the_list(cast: Cast) -> None:
    Task.objects.create(
        kind="knock",
        resident=cast.liu,
        policy="dibao",
        missing=["household_income_month"],
        why="最低生活保障还差：家里每月收入多少？",
        opened_at=cast.at,
        due_on=cast.at.date() - timedelta(days=1),
    )
    actions.gather(by=SYSTEM, at=cast.at)
    found = knocks(cast.liu)[Reason.UNDECIDED]
    assert (found.urgency, found.task_id) == (80, Task.objects.get().pk)


def test_not_needed_is_silence_for_a_year(cast: Cast) -> None:
    knock, helper = one_knock(cast), cast.user(Role.STATION_HELPER)
    actions.take(knock, by=helper, at=cast.at)
    noted = actions.Noted(Result.NOT_NEEDED, Way.DOOR, "女儿住在隔壁，样样都办好了")
    actions.note(knock, noted, by=helper, at=cast.at)
    actions.gather(by=SYSTEM, at=cast.at + timedelta(days=300))
    assert not knocks(knock.resident)
    actions.gather(by=SYSTEM, at=cast.at + timedelta(days=400))
    assert Reason.NO_CONTACT in knocks(knock.resident)


def test_whoever_took_one_and_forgot_gives_it_back(cast: Cast) -> None:
    knock = one_knock(cast)
    actions.take(knock, by=cast.user(Role.STATION_HELPER), at=cast.at)
    actions.gather(by=SYSTEM, at=cast.at + timedelta(days=1))
    knock.refresh_from_db()
    assert knock.state == KnockState.TAKEN
    actions.gather(by=SYSTEM, at=cast.at + timedelta(days=4))
    knock.refresh_from_db()
    assert (knock.state, knock.taken_by) == (KnockState.OPEN, None)


def test_the_night_makes_the_list_once(cast: Cast) -> None:
    very_old()
    assert actions.gather_nightly(at=cast.at - timedelta(hours=8)) is None
    made = actions.gather_nightly(at=cast.at)
    assert made is not None
    assert made.opened
    assert actions.gather_nightly(at=cast.at + timedelta(hours=1)) is None


def test_the_pension_needs_no_second_reminder_as_a_question(cast: Cast) -> None:
    from nuanban.proactive import actions as proactive

    certified(cast, cast.wang, 340)
    proactive.remind(at=cast.at)
    assert Task.objects.filter(policy=PENSION, kind="knock").exists()
    actions.gather(by=SYSTEM, at=cast.at)
    assert list(knocks(cast.wang)) == [Reason.CERTIFICATION]
    assert not [e for e in entries_about(cast.wang.pk) if e.kind.startswith("knocks.")]
