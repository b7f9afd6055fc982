"""Many senders, tellers and colleagues at once, with real threads and real commits."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from django.db import connection

from nuanban.accounts.enums import Role
from nuanban.journal.models import Entry
from nuanban.lib.errors import Refusal
from nuanban.notices import actions, outbox
from nuanban.notices.enums import NoticeState
from nuanban.notices.queries import Attempt, Notice
from nuanban.notices.tests.gateway import StubGateway
from nuanban.notices.tests.writing import call, sms
from tests.cast import Cast

T = TypeVar("T")


def at_once(deeds: Sequence[Callable[[], T]], threads: int = 8) -> list[T]:
    """Runs deeds in threads, each with a connection of its own."""

    def run(deed: Callable[[], T]) -> T:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, deeds))


def test_eight_senders_send_each_notice_once(committed: Cast) -> None:
    gateway = StubGateway()
    actions.tell_many([sms(f"k{n}") for n in range(60)], by=committed.by(), at=committed.at)
    senders = [partial(actions.send_due, clock=lambda: committed.at, gateway=gateway)] * 8
    assert sum(at_once(senders)) == 60
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.SENT}
    assert gateway.calls == Attempt.objects.count() == 60


def test_eight_tellers_with_one_key_tell_once(committed: Cast) -> None:
    tell = partial(actions.tell, sms("k1"), by=committed.by(), at=committed.at)
    assert len({notice.pk for notice in at_once([tell] * 8)}) == 1
    assert Entry.objects.filter(kind="notices.told").count() == 1


def test_cancelling_and_sending_never_both_win(committed: Cast) -> None:
    gateway = StubGateway()
    for n in range(12):
        notice = actions.tell(sms(f"k{n}"), by=committed.by(), at=committed.at)

        def send() -> bool:
            return outbox.send_one(gateway, at=committed.at)

        def cancel(notice: Notice = notice) -> bool:
            try:
                actions.cancel(notice, reason="改期", by=committed.by(), at=committed.at)
            except actions.NoticeMoved:
                return False
            return True

        assert sum(at_once([send, cancel], threads=2)) == 1
    out = Notice.objects.filter(state=NoticeState.SENT).values_list("receiver_key", flat=True)
    assert set(out) == set(gateway.taken)


def test_one_call_is_taken_by_one_colleague(committed: Cast) -> None:
    task = actions.tell(call("k1"), by=committed.by(), at=committed.at)

    def take(role: Role) -> bool:
        user, by = committed.user(role), committed.by(role)
        try:
            actions.take_call_task(task, user=user, by=by, at=committed.at)
        except Refusal:
            return False
        return True

    takers = [partial(take, role) for role in (Role.HOTLINE_AGENT, Role.SUPERVISOR)] * 4
    assert at_once(takers).count(True) == 1
