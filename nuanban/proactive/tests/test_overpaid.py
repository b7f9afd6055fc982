"""What was given beyond the last day: people decide, nothing is taken by itself."""

from datetime import date, timedelta

import pytest

from nuanban.accounts.enums import Role
from nuanban.journal.queries import entries_on
from nuanban.lib.actor import SYSTEM
from nuanban.notices.queries import notices_of
from nuanban.proactive import actions
from nuanban.proactive.enums import AnswerVia, OverpaymentState
from nuanban.proactive.models import Grant, OverpaidGrant, Overpayment, Task
from nuanban.proactive.tests.city import carried, know
from nuanban.proactive.tests.counting import in_numbers
from nuanban.proactive.tests.ending import die, finish, given_for, later, overpaid
from nuanban.residents import actions as residents
from tests.cast import Cast

OTHER = Role.LEAD_OFFICER


def claimed(cast: Cast, found: Overpayment) -> Overpayment:
    """An officer asks it back."""
    return actions.claim_back(
        found, words="去世后仍在发放", by=cast.user(Role.DEPARTMENT_OFFICER), at=later(cast, 3)
    )


def test_a_death_learned_late_puts_what_was_given_since_before_a_person(cast: Cast) -> None:
    found = overpaid(cast)
    assert (found.state, found.last_day) == (OverpaymentState.FOUND, date(2026, 3, 31))
    assert found.amount_fen == 2 * 5000
    assert found.facts["death_date"] == "2026-03-05"
    periods = OverpaidGrant.objects.values_list("grant__period_key", flat=True)
    assert set(periods) == {"2026-04", "2026-05"}
    # Nothing is taken, and nobody has been told anything yet.
    assert set(Grant.objects.values_list("state", flat=True)) == {"granted"}
    assert "proactive.claim" not in {n.purpose for n in notices_of(found.resident_id)}
    assert [e.kind for e in entries_on(found.pk)] == ["proactive.overpaid_found"]


def test_the_next_run_finds_nothing_more(cast: Cast) -> None:
    overpaid(cast)
    carried(cast, at=later(cast, 4))
    assert Overpayment.objects.count() == 1


def test_who_moved_away_long_ago_is_found_when_somebody_asks(cast: Cast) -> None:
    mine = given_for(cast, 3)
    at = later(cast, 3)
    know(mine.resident, at, aid_kind="none")
    carried(cast, at=at)
    finish(cast, "contact", at, outcome="四月就搬走了", since=date(2026, 4, 20))
    found = Overpayment.objects.get()
    # May and June were not theirs; April was.
    assert (found.amount_fen, found.last_day) == (2 * 5000, date(2026, 4, 30))
    assert not found.is_death


def test_a_death_before_the_last_day_of_what_ended_already_is_found_too(cast: Cast) -> None:
    mine = given_for(cast, 3)
    at = later(cast, 3)
    know(mine.resident, at, aid_kind="none")
    carried(cast, at=at)
    finish(cast, "contact", at)
    assert not Overpayment.objects.exists()
    die(mine.resident, date(2026, 4, 9), later(cast, 4))
    carried(cast, at=later(cast, 4))
    mine.refresh_from_db()
    assert mine.ends_on == date(2026, 4, 30)
    assert Overpayment.objects.get().amount_fen == 2 * 5000
    carried(cast, at=later(cast, 5))
    assert Overpayment.objects.count() == 1


def test_the_family_is_told_and_never_the_dead(cast: Cast) -> None:
    found = overpaid(cast)
    address = "演示路 12 号 3 单元 501"
    residents.set_address(
        found.resident, address=address, division="430602001001", by=SYSTEM, at=cast.at
    )
    claimed(cast, found)
    letter = next(n for n in notices_of(found.resident_id) if n.purpose == "proactive.claim")
    assert (letter.kind, letter.addressee) == ("letter", "陈老0的家属")
    for words in ("请节哀", "100 元", "分几次", "不会从别的待遇里扣", "异议"):
        assert words in letter.text
    assert "您可以享受" not in letter.text


def test_whom_nobody_can_reach_gets_a_knock(cast: Cast) -> None:
    found = overpaid(cast)
    claimed(cast, found)
    task = Task.objects.get(resident=found.resident, kind="knock", state="open")
    assert "当面说" in task.why


def test_whoever_objects_is_heard_by_another_colleague(cast: Cast) -> None:
    found = claimed(cast, overpaid(cast))
    at, officer = later(cast, 3), cast.user(Role.DEPARTMENT_OFFICER)
    actions.object_to_claim(
        found, words="钱是给他办后事的", via=AnswerVia.PHONE, by=cast.by(), at=at
    )
    with pytest.raises(actions.OtherHands):
        actions.waive(found, words="家里困难", by=officer, at=at)
    waived = actions.waive(found, words="家里困难", by=cast.user(OTHER), at=at)
    assert waived.state == OverpaymentState.WAIVED
    with pytest.raises(actions.OverpaymentMoved):
        actions.claim_back(found, words="再追", by=officer, at=at)


def test_it_is_paid_back_in_parts(cast: Cast) -> None:
    found = claimed(cast, overpaid(cast))
    at, officer = later(cast, 3), cast.user(Role.DEPARTMENT_OFFICER)

    def pay(fen: int, words: str = "现金，收据 12") -> str:
        day = at.date()
        paid = actions.note_instalment(
            found, amount_fen=fen, paid_on=day, words=words, by=officer, at=at
        )
        return paid.state

    assert pay(4000) == OverpaymentState.CLAIMED
    with pytest.raises(Exception, match="不能比多发的还多"):
        pay(7000)
    assert pay(6000) == OverpaymentState.REPAID
    assert pay(-6000, "记错了人") == OverpaymentState.CLAIMED
    with pytest.raises(Exception, match="怎样还的"):
        pay(6000, " ")


def test_a_decision_needs_a_reason_and_leaves_a_trace(cast: Cast) -> None:
    found = overpaid(cast)
    with pytest.raises(Exception, match="为什么"):
        actions.waive(found, words=" ", by=cast.user(OTHER), at=later(cast, 3))
    before = in_numbers()
    actions.waive(found, words="金额小，家里困难", by=cast.user(OTHER), at=later(cast, 3))
    grown = in_numbers() - before
    # Whoever was never asked for it need not hear that it is let be.
    assert set(grown) == {
        ("journal_entry", "proactive.overpaid_waived"),
        ("proactive_overpayment", "waived"),
    }
    with pytest.raises(actions.OverpaymentMoved):
        actions.note_instalment(
            found,
            amount_fen=100,
            paid_on=cast.at.date() - timedelta(days=1),
            words="现金",
            by=cast.user(OTHER),
            at=later(cast, 3),
        )
