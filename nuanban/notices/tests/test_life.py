"""Whatever happens, in whatever order: what is out stays out, what is cancelled stays in."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from nuanban.accounts.enums import Role
from nuanban.lib.errors import Refusal
from nuanban.notices import actions
from nuanban.notices.enums import CallOutcome, NoticeState
from nuanban.notices.gateways import Away, Declined, NoAnswer
from nuanban.notices.queries import Attempt, Notice, notices
from nuanban.notices.states import MOST_TRIES
from nuanban.notices.tests.gateway import StubGateway
from nuanban.notices.tests.writing import call, sms
from tests.cast import Cast

EXAMPLES, STEPS = 15, 30
FINAL = (NoticeState.SENT, NoticeState.CANCELLED)
ROLES = st.sampled_from([Role.HOTLINE_AGENT, Role.SUPERVISOR])
TROUBLES = [None, Declined("不收"), Away("连不上"), NoAnswer("超时")]


class Life(RuleBasedStateMachine):
    """Two messages and a call, told and retold; a gateway that may be ill; a clock that runs."""

    cast: Cast

    @initialize()
    def begin(self) -> None:
        self.space = transaction.atomic()
        self.space.__enter__()
        self.gateway, self.at = StubGateway(), self.cast.at
        self.seen: dict[str, str] = {}
        self.tell_again()

    def teardown(self) -> None:
        if hasattr(self, "space"):
            transaction.set_rollback(True)
            self.space.__exit__(None, None, None)

    @rule()
    def tell_again(self) -> None:
        news = [sms("s1"), sms("s2"), call("c1")]
        actions.tell_many(news, by=self.cast.by(), at=self.at)

    @rule(minutes=st.integers(1, 200))
    def wait(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(trouble=st.sampled_from(TROUBLES), arrives=st.booleans())
    def send(self, trouble: Declined | Away | NoAnswer | None, arrives: bool) -> None:
        number = self.gateway.calls + 1
        if trouble is not None:
            is_late = arrives and isinstance(trouble, NoAnswer)
            (self.gateway.after if is_late else self.gateway.before)[number] = trouble
        actions.send_due(clock=lambda: self.at, gateway=self.gateway)

    @rule(number=st.integers(0, 2), move=st.sampled_from(["cancel", "retry"]))
    def press(self, number: int, move: str) -> None:
        notice, by, at = notices().order_by("receiver_key")[number], self.cast.by(), self.at
        with suppress(Refusal):
            if move == "cancel":
                actions.cancel(notice, reason="不用了", by=by, at=at)
            else:
                actions.retry_dead(notice, by=by, at=at)

    @rule(role=ROLES)
    def take(self, role: Role) -> None:
        task, user = Notice.objects.get(receiver_key="c1"), self.cast.user(role)
        with suppress(Refusal):
            actions.take_call_task(task, user=user, by=self.cast.by(role), at=self.at)

    @rule(role=ROLES, outcome=st.sampled_from(list(CallOutcome)))
    def finish(self, role: Role, outcome: CallOutcome) -> None:
        task, user = Notice.objects.get(receiver_key="c1"), self.cast.user(role)
        by, at, words = self.cast.by(role), self.at, "说过了"
        with suppress(Refusal):
            actions.finish_call_task(task, outcome=outcome, words=words, user=user, by=by, at=at)

    @invariant()
    def what_ended_stays_ended(self) -> None:
        for notice in Notice.objects.all():
            before = self.seen.get(notice.receiver_key, NoticeState.WAITING)
            assert before not in FINAL or notice.state == before
            self.seen[notice.receiver_key] = notice.state

    @invariant()
    def nobody_is_told_twice_and_nothing_is_sent_in_secret(self) -> None:
        assert set(self.gateway.delivered.values()) <= {1}
        for notice in Notice.objects.filter(kind="sms"):
            is_out = notice.receiver_key in self.gateway.taken
            assert is_out or notice.state != NoticeState.SENT
            if is_out:
                assert notice.state in (NoticeState.SENT, NoticeState.UNKNOWN)

    @invariant()
    def every_try_is_written_down(self) -> None:
        for notice in Notice.objects.exclude(state=NoticeState.SENDING):
            assert notice.tries <= MOST_TRIES
            assert Attempt.objects.filter(notice=notice).count() >= notice.tries


def test_a_notice_ends_once(cast: Cast) -> None:
    machine = type("LifeOfTheCast", (Life,), {"cast": cast})
    chosen = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None
    )
    run_state_machine_as_test(machine, settings=chosen)
