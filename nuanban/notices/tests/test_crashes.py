"""Whatever breaks, and wherever: nobody is told twice, and nobody is forgotten."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import OperationalError, connection

from nuanban.notices import actions
from nuanban.notices.enums import NoticeState as S
from nuanban.notices.gateways import Away, Declined, NoAnswer
from nuanban.notices.queries import Notice
from nuanban.notices.tests.gateway import Crash, StubGateway
from nuanban.notices.tests.writing import sms
from tests.cast import Cast
from tests.faults import FailAt

FEWEST_STATEMENTS, MOST_STATEMENTS = 15, 80
HOUR = timedelta(hours=1)


def _tell_and_send(cast: Cast, gateway: StubGateway, number: int) -> None:
    news = [sms(f"{number}-first"), sms(f"{number}-second")]
    actions.tell_many(news, by=cast.by(), at=cast.at)
    actions.send_due(clock=lambda: cast.at, gateway=gateway)


def _check_now(gateway: StubGateway) -> None:
    """Not sent, sent once, or in question: nothing that went out counts as not sent."""
    for notice in Notice.objects.all():
        if notice.receiver_key in gateway.taken:
            assert notice.state in (S.SENT, S.SENDING, S.UNKNOWN), notice.state
        else:
            assert notice.state != S.SENT


def _check_later(cast: Cast, gateway: StubGateway) -> None:
    """After some quiet hours every question is answered, and all were told exactly once."""
    for hours in (1, 2, 4, 8):
        at = cast.at + hours * HOUR
        actions.send_due(
            clock=partial(datetime.fromtimestamp, at.timestamp(), UTC), gateway=gateway
        )
    found = dict(Notice.objects.values_list("receiver_key", "state"))
    assert set(found.values()) <= {S.SENT}
    assert gateway.delivered == dict.fromkeys(found, 1)


@pytest.mark.parametrize("after", [False, True])
def test_the_nth_statement_fails(committed: Cast, after: bool) -> None:
    gateway = StubGateway()
    for number in range(1, MOST_STATEMENTS):
        fault = FailAt(number, after=after)
        with suppress(OperationalError), connection.execute_wrapper(fault):
            _tell_and_send(committed, gateway, number)
        connection.close()
        _check_now(gateway)
        _check_later(committed, gateway)
        if fault.seen < number:
            # Nothing was left to fail: every statement had its turn.
            assert number > FEWEST_STATEMENTS
            return
    pytest.fail("there are more statements than this test tried")


HONEST = [
    (Crash(), "before"),
    (Crash(), "after"),
    (NoAnswer("超时"), "before"),
    (NoAnswer("超时"), "after"),
    (Away("连不上"), "before"),
    (Declined("忙"), "before"),
]


@pytest.mark.parametrize(("trouble", "when"), HONEST)
def test_the_nth_call_outside_fails(committed: Cast, trouble: BaseException, when: str) -> None:
    gateway = StubGateway()
    for number in range(1, 5):
        faults = {"before": gateway.before, "after": gateway.after}[when]
        faults[gateway.calls + number] = trouble
        for _ in range(2):
            with suppress(Crash):
                _tell_and_send(committed, gateway, number)
            connection.close()
            _check_now(gateway)
        faults.clear()
        _check_later(committed, gateway)
