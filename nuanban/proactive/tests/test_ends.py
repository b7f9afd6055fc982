"""What ends, until when it is paid, and that nothing that ended comes back to life."""

from datetime import date

from nuanban.proactive import actions, queries
from nuanban.proactive.enums import (
    AnswerKind,
    AnswerVia,
    ChangeKind,
    EntitlementState,
    GrantState,
)
from nuanban.proactive.models import Entitlement, Grant, Task
from nuanban.proactive.tests.city import OLD_AGE, carried, elders, know, prepared, released
from nuanban.proactive.tests.counting import in_numbers
from nuanban.proactive.tests.ending import DIBAO, die, earns, finish, given_for, later, poor
from tests.cast import Cast


def months_of(entitlement: Entitlement) -> list[str]:
    """The months that were given, in order."""
    given = Grant.objects.filter(entitlement=entitlement, state=GrantState.GRANTED)
    return sorted(given.values_list("period_key", flat=True))


def test_a_late_task_cannot_revive_what_ended(cast: Cast) -> None:
    mine = given_for(cast, 1)
    at = later(cast, 1)
    know(mine.resident, at, aid_kind="none")
    carried(cast, at=at)
    late = Task.objects.get(kind="contact")
    die(mine.resident, at.date(), at)
    carried(cast, at=later(cast, 2))
    mine.refresh_from_db()
    ended = (mine.state, mine.ends_on, mine.why_ended)
    assert mine.state == EntitlementState.ENDED
    late.refresh_from_db()
    assert late.state == "dropped"
    # A task that somebody still holds in another window.
    Task.objects.filter(pk=late.pk).update(state="open")
    finish(cast, "contact", later(cast, 2), goes_on=True)
    for month in (2, 3):
        carried(cast, at=later(cast, month))
    mine.refresh_from_db()
    assert (mine.state, mine.ends_on, mine.why_ended) == ended
    assert months_of(mine) == ["2026-03", "2026-04"]


def test_the_same_late_task_twice_changes_nothing(cast: Cast) -> None:
    mine = given_for(cast, 1)
    at = later(cast, 1)
    know(mine.resident, at, aid_kind="none")
    carried(cast, at=at)
    finish(cast, "contact", at)
    Task.objects.update(state="open")
    before = in_numbers()
    finish(cast, "contact", at, goes_on=True)
    grown = in_numbers() - before
    assert set(grown) == {("journal_entry", "proactive.task_done"), ("proactive_task", "done")}


def test_who_said_no_after_the_preview_is_given_nothing(cast: Cast) -> None:
    mine = given_for(cast, 1)
    run = released(cast, at=later(cast, 1))
    actions.answer(
        mine, kind=AnswerKind.DECLINE, via=AnswerVia.PHONE, words="", by=cast.by(), at=cast.at
    )
    actions.carry_out(run, at=later(cast, 1))
    assert months_of(mine) == ["2026-03"]
    assert Entitlement.objects.count() == 1


def test_a_preview_says_until_when_and_why(cast: Cast) -> None:
    mine = given_for(cast, 1)
    at = later(cast, 1)
    know(mine.resident, at, aid_kind="none")
    run = prepared(cast, at=at)
    (change,) = queries.changes_of(run)
    assert (change.kind, change.ends_on) == (ChangeKind.STOP, date(2026, 4, 30))
    assert "低收入" in change.reasons[0]
    # The month is still given: nobody has spoken with the person yet.
    assert run.figures[OLD_AGE]["all"] == {"heads": 1, "fen": 5000}


def test_who_is_better_off_goes_on_for_the_months_the_policy_says(cast: Cast) -> None:
    mine = poor(cast)
    earns(mine.resident, 900_000, later(cast, 1))
    carried(cast, [DIBAO], at=later(cast, 1))
    mine.refresh_from_db()
    assert (mine.state, mine.ends_on) == (EntitlementState.ENDING, date(2026, 10, 31))
    finish(cast, "contact", later(cast, 1))
    mine.refresh_from_db()
    assert mine.state == EntitlementState.FADING
    run = prepared(cast, [DIBAO], at=later(cast, 2))
    (change,) = queries.changes_of(run)
    assert (change.kind, change.ends_on) == (ChangeKind.FADE, date(2026, 10, 31))
    assert run.figures[DIBAO]["all"]["fen"] == mine.amount_fen
    for month in range(2, 9):
        carried(cast, [DIBAO], at=later(cast, month))
    mine.refresh_from_db()
    assert mine.state == EntitlementState.ENDED
    assert months_of(mine)[-1] == "2026-10"
    assert len(months_of(mine)) == 8


def test_the_keeper_ends_what_has_faded(cast: Cast) -> None:
    mine = poor(cast)
    earns(mine.resident, 900_000, later(cast, 1))
    carried(cast, [DIBAO], at=later(cast, 1))
    finish(cast, "contact", later(cast, 1))
    assert actions.end_faded(at=later(cast, 7)) == 0
    assert actions.end_faded(at=later(cast, 8)) == 1
    assert actions.end_faded(at=later(cast, 8)) == 0


def test_who_is_poor_again_while_it_fades_keeps_it(cast: Cast) -> None:
    mine = poor(cast)
    earns(mine.resident, 900_000, later(cast, 1))
    carried(cast, [DIBAO], at=later(cast, 1))
    finish(cast, "contact", later(cast, 1))
    earns(mine.resident, 10_000, later(cast, 2))
    carried(cast, [DIBAO], at=later(cast, 2))
    mine.refresh_from_db()
    assert (mine.state, mine.ends_on) == (EntitlementState.ACTIVE, None)
    assert months_of(mine)[-1] == "2026-05"


def test_nobody_is_paid_on_after_a_death(cast: Cast) -> None:
    mine = poor(cast)
    die(mine.resident, cast.at.date(), later(cast, 1))
    carried(cast, [DIBAO], at=later(cast, 1))
    mine.refresh_from_db()
    assert (mine.state, mine.ends_on) == (EntitlementState.ENDED, date(2026, 3, 31))
    assert months_of(mine) == ["2026-03"]


def test_an_objection_to_a_stop_does_not_stop_the_money(cast: Cast) -> None:
    mine = given_for(cast, 1)
    know(mine.resident, later(cast, 1), aid_kind="none")
    carried(cast, at=later(cast, 1))
    actions.answer(
        mine,
        kind=AnswerKind.OBJECT,
        via=AnswerVia.PHONE,
        words="我还是低保",
        by=cast.by(),
        at=later(cast, 1),
    )
    carried(cast, at=later(cast, 2))
    assert months_of(mine) == ["2026-03", "2026-04", "2026-05"]


def test_what_was_promised_and_never_begun_is_taken_back_at_the_end(cast: Cast) -> None:
    (elder,) = elders(cast, 1)
    carried(cast)
    mine = Entitlement.objects.get(resident=elder)
    actions.answer(
        mine, kind=AnswerKind.OBJECT, via=AnswerVia.PHONE, words="", by=cast.by(), at=cast.at
    )
    finish(cast, "objection", cast.at)
    mine.refresh_from_db()
    assert (mine.state, mine.ends_on) == (EntitlementState.ENDED, cast.at.date())
    assert Grant.objects.get(entitlement=mine).state == GrantState.WITHDRAWN
