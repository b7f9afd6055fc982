"""What is told goes out once, later when it must, and never while sending is paused."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from nuanban.accounts.enums import Role
from nuanban.journal.models import Entry
from nuanban.lib.errors import Unusable
from nuanban.notices import actions, breaker, queries
from nuanban.notices.enums import NoticeState, Outcome
from nuanban.notices.gateways import Away, Declined, NoAnswer
from nuanban.notices.states import BACK_OFF
from nuanban.notices.tests.gateway import StubGateway
from nuanban.notices.tests.writing import sms
from tests.cast import Cast

MINUTE = timedelta(minutes=1)


def told(cast: Cast, key: str = "k1") -> queries.Notice:
    return actions.tell(sms(key), by=cast.by(), at=cast.at)


def round_at(gateway: StubGateway, at: datetime) -> int:
    return actions.send_due(clock=lambda: at, gateway=gateway)


def test_a_notice_goes_out_with_its_receipt(cast: Cast) -> None:
    gateway, notice = StubGateway(), told(cast)
    assert round_at(gateway, cast.at) == 1
    notice.refresh_from_db()
    assert (notice.state, notice.receipt, notice.cost_fen) == (NoticeState.SENT, "R1", 5)
    assert [a.outcome for a in queries.attempts_of(notice)] == [Outcome.SENT]
    assert Entry.objects.filter(kind="notices.sent", object_id=notice.pk).count() == 1
    assert round_at(gateway, cast.at) == 0


def test_the_same_receiver_key_is_the_same_notice(cast: Cast) -> None:
    first, again = told(cast), told(cast)
    assert first == again
    assert Entry.objects.filter(kind="notices.told").count() == 1
    assert actions.tell_many([sms("k1"), sms("k2"), sms("k2")], by=cast.by(), at=cast.at) == 1


def test_a_notice_may_wait_for_its_moment(cast: Cast) -> None:
    later = cast.at + 60 * MINUTE
    actions.tell(sms("k1", not_before=later), by=cast.by(), at=cast.at)
    assert round_at(StubGateway(), cast.at) == 0
    assert round_at(StubGateway(), later) == 1


def test_a_refused_notice_is_tried_five_times_and_then_dead_until_somebody_tries_again(
    cast: Cast,
) -> None:
    gateway, notice, at = StubGateway(), told(cast), cast.at
    gateway.always = Declined("号码停机")
    for pause in BACK_OFF:
        round_at(gateway, at)
        notice.refresh_from_db()
        assert (notice.state, notice.next_try_at) == (NoticeState.FAILED, at + pause)
        assert round_at(gateway, at + pause - MINUTE / 2) == 0
        at += pause
    round_at(gateway, at)
    notice.refresh_from_db()
    assert notice.state == NoticeState.DEAD
    assert queries.attempts_of(notice).count() == 5
    assert Entry.objects.filter(kind="notices.died", object_id=notice.pk).exists()

    gateway.always = None
    actions.retry_dead(notice, by=cast.by(), at=at)
    assert round_at(gateway, at) == 1
    assert queries.outlook().dead == 0


def test_after_five_failures_in_a_row_the_gateway_is_left_alone_for_a_minute(cast: Cast) -> None:
    gateway = StubGateway()
    gateway.always = Away("连不上")
    actions.tell_many([sms(f"k{n}") for n in range(9)], by=cast.by(), at=cast.at)
    round_at(gateway, cast.at)
    assert gateway.calls == breaker.MOST_FAILURES
    # Half open: one tries, and fails.
    round_at(gateway, cast.at + MINUTE)
    assert gateway.calls == breaker.MOST_FAILURES + 1
    # The next one gets through, and all the others follow.
    gateway.always = None
    round_at(gateway, cast.at + 10 * MINUTE)
    assert len(gateway.taken) == 9


def test_who_says_no_is_there(cast: Cast) -> None:
    gateway = StubGateway()
    gateway.always = Declined("空号")
    actions.tell_many([sms(f"k{n}") for n in range(9)], by=cast.by(), at=cast.at)
    round_at(gateway, cast.at)
    assert gateway.calls == 9


def test_without_an_answer_we_ask_before_we_send_again(cast: Cast) -> None:
    gateway, notice = StubGateway(), told(cast)
    gateway.after[1] = NoAnswer("超时")
    round_at(gateway, cast.at)
    notice.refresh_from_db()
    assert notice.state == NoticeState.UNKNOWN
    round_at(gateway, cast.at + MINUTE)
    notice.refresh_from_db()
    assert (notice.state, notice.receipt) == (NoticeState.SENT, "R1")
    assert gateway.delivered == {"k1": 1}


def test_what_never_arrived_is_sent_again(cast: Cast) -> None:
    gateway, notice = StubGateway(), told(cast)
    gateway.before[1] = NoAnswer("超时")
    round_at(gateway, cast.at)
    round_at(gateway, cast.at + MINUTE)
    notice.refresh_from_db()
    assert notice.state == NoticeState.FAILED
    round_at(gateway, cast.at + 2 * MINUTE)
    notice.refresh_from_db()
    assert (notice.state, gateway.delivered) == (NoticeState.SENT, {"k1": 1})


def test_a_paused_city_sends_nothing_until_it_is_released(cast: Cast, switch: Path) -> None:
    gateway = StubGateway()
    told(cast)
    switch.touch()
    assert round_at(gateway, cast.at + MINUTE) == gateway.calls == 0
    assert (queries.outlook().paused_since is None, queries.outlook().waiting) == (False, 1)
    with pytest.raises(Unusable):
        actions.release_sending(reason=" ", by=cast.by(), at=cast.at)


def test_the_release_is_told_to_the_journal(committed: Cast, switch: Path) -> None:
    gateway = StubGateway()
    told(committed)
    switch.touch()
    by = committed.by(Role.SYSTEM_ADMIN)
    actions.release_sending(reason="已与短信平台核对", by=by, at=committed.at)
    entry = Entry.objects.get(kind="notices.sending_released")
    assert entry.payload == {"reason": "已与短信平台核对"}
    assert not switch.exists()
    assert round_at(gateway, committed.at) == 1
    with pytest.raises(actions.NotPaused):
        actions.release_sending(reason="再来", by=by, at=committed.at)


def test_what_waits_may_be_cancelled_and_what_is_out_may_not(cast: Cast) -> None:
    gateway = StubGateway()
    early, late = told(cast, "k1"), told(cast, "k2")
    actions.cancel(early, reason="预约改期", by=cast.by(), at=cast.at)
    round_at(gateway, cast.at)
    assert set(gateway.taken) == {"k2"}
    with pytest.raises(actions.NoticeMoved):
        actions.cancel(late, reason="晚了", by=cast.by(), at=cast.at)
