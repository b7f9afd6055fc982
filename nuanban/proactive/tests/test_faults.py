"""Whatever breaks, and wherever: nothing is half done, nobody is given or told anything twice."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import OperationalError, connection, transaction

from nuanban.accounts.enums import Role
from nuanban.journal.actions import Answer, Operation, run_once
from nuanban.lib.actor import SYSTEM
from nuanban.lib.keys import new_key
from nuanban.notices import actions as notices
from nuanban.notices.enums import NoticeState
from nuanban.notices.gateways import Away, Declined, NoAnswer
from nuanban.notices.queries import Notice
from nuanban.notices.tests.gateway import Crash, StubGateway
from nuanban.proactive import actions
from nuanban.proactive.enums import AnswerKind, AnswerVia
from nuanban.proactive.models import Entitlement, Grant, PartnerList, PartnerRow, Run, Task
from nuanban.proactive.tests.city import OLD_AGE, carried, elders, know, released
from nuanban.proactive.tests.counting import in_numbers, letter_by_letter
from nuanban.residents import actions as residents
from nuanban.residents.enums import Source, StatusKind, TellBy
from tests.cast import Cast, person
from tests.faults import broken_at_every_statement, lost_commit

WEEK, MONTH, HOUR = timedelta(days=8), timedelta(days=31), timedelta(hours=1)
MOST = 90
Deed = Callable[[], object]


def one_way(deed: Deed) -> Deed:
    """As a form does it: under an operation key, so that repeating it is the same operation."""
    operation = Operation(new_key(), "test", b"")

    def once() -> object:
        return run_once(operation, lambda: Answer(200, [str(deed())][:0]))

    return once


def second_month(cast: Cast) -> Run:
    """A released run with every kind of change: new, more, the same, over, dead, not known."""
    at = cast.at + MONTH
    over, dead, gap, _same = elders(cast, 4)
    ninety, _number = person("陈九十", at.date().replace(year=at.year - 90))
    know(ninety, cast.at, aid_kind="dibao")
    carried(cast)
    actions.settle(at=cast.at + WEEK)
    know(over, at, aid_kind="none")
    know(gap, at)
    fresh, _number = person("陈新", date(1940, 2, 2))
    know(fresh, at, aid_kind="dibao")
    residents.add_status(
        dead,
        kind=StatusKind.DECEASED,
        valid_from=at.date(),
        source=Source.POLICE,
        by=SYSTEM,
        at=at,
    )
    return released(cast, at=at)


def carrying(cast: Cast) -> Deed:
    run = second_month(cast)
    return lambda: actions.carry_out(run, at=cast.at + MONTH)


def settling(cast: Cast) -> Deed:
    elders(cast, 2)
    carried(cast)
    return lambda: actions.settle(at=cast.at + WEEK)


def answering(cast: Cast, kind: AnswerKind) -> Deed:
    elders(cast, 1)
    carried(cast)
    mine = Entitlement.objects.filter(state="noticed").order_by("-id")[0]
    return one_way(
        lambda: actions.answer(
            mine, kind=kind, via=AnswerVia.PHONE, words="", by=cast.by(), at=cast.at
        )
    )


def certifying(cast: Cast) -> Deed:
    settling(cast)()
    mine = Entitlement.objects.filter(state="active").order_by("-id")[0]
    return lambda: actions.certify(mine, by=SYSTEM, at=cast.at)


def finishing(cast: Cast) -> Deed:
    actions.carry_out(second_month(cast), at=cast.at + MONTH)
    task = Task.objects.filter(kind="contact", state="open")[0]
    found, by, at = {"aid_kind": "none"}, cast.user(Role.HOTLINE_AGENT), cast.at + MONTH
    return one_way(
        lambda: actions.finish_task(
            task, outcome="本人知道了", found=found, goes_on=False, by=by, at=at
        )
    )


def listing(cast: Cast) -> Deed:
    settling(cast)()
    by = cast.user(Role.DEPARTMENT_OFFICER)
    return one_way(
        lambda: actions.make_partner_list(policy=OLD_AGE, period_key="2026-03", by=by, at=cast.at)
    )


def reading(cast: Cast) -> Deed:
    listing(cast)()
    made = PartnerList.objects.order_by("-made_at", "-id")[0]
    first, second = PartnerRow.objects.filter(partner_list=made)[:2]
    content = f"编号,结果,说明\r\n{first.pk},对上,\r\n{second.pk},对不上,查无此户".encode()
    by = cast.user(Role.DEPARTMENT_OFFICER)
    return lambda: actions.read_answer(made, content, by=by, at=cast.at)


DEEDS: dict[str, Callable[[Cast], Deed]] = {
    "carry_out": carrying,
    "settle": settling,
    "agree": lambda cast: answering(cast, AnswerKind.AGREE),
    "object": lambda cast: answering(cast, AnswerKind.OBJECT),
    "certify": certifying,
    "finish_task": finishing,
    "make_partner_list": listing,
    "read_answer": reading,
}


@pytest.fixture(autouse=True)
def quick_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typesetting has tests of its own."""
    monkeypatch.setattr("nuanban.papers.actions.typeset", lambda *_, **__: b"letter")
    monkeypatch.setattr("nuanban.papers.actions.sign", lambda *_, **__: b"signed")


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_cut_off_anywhere_has_not_happened_and_can_be_done_again(
    cast: Cast, name: str
) -> None:
    deed = DEEDS[name](cast)
    before = letter_by_letter()
    with transaction.atomic():
        deed()
        whole = in_numbers()
        transaction.set_rollback(True)
    tried = 0
    for _ in broken_at_every_statement(deed, most=MOST):
        tried += 1
        assert letter_by_letter() == before
        deed()
        assert in_numbers() == whole
    assert tried >= 5


def test_the_answer_of_a_commit_may_get_lost(committed: Cast) -> None:
    for name, prepare in DEEDS.items():
        deed = prepare(committed)
        with suppress(OperationalError), lost_commit():
            deed()
        connection.close()
        done = in_numbers()
        deed()
        assert set(in_numbers() - done) <= WHEN_REPEATED, name


def test_a_run_whose_job_gave_up_is_taken_up_again(cast: Cast) -> None:
    elders(cast, 1)
    released(cast)
    assert actions.resume_runs(at=cast.at + timedelta(minutes=4)) == 0
    later = cast.at + timedelta(minutes=6)
    assert actions.resume_runs(at=later) == 1
    assert in_numbers()["procrastinate_jobs", "proactive.carry"] == 1
    assert actions.resume_runs(at=later) == 0


# The next step of a run is its end; whoever reads an answer twice leaves two traces.
WHEN_REPEATED = {
    ("proactive_run", "released"),
    ("journal_entry", "proactive.run_ended"),
    ("journal_entry", "proactive.partner_answer_read"),
}
TROUBLES = [
    (Crash(), "before"),
    (Crash(), "after"),
    (NoAnswer("超时"), "before"),
    (NoAnswer("超时"), "after"),
    (Away("连不上"), "before"),
    (Declined("忙"), "before"),
]


def told_by_text(cast: Cast, count: int) -> set[str]:
    """People who are told of a release by text message; the receiver keys."""
    for elder in elders(cast, count):
        residents.set_preferences(
            elder, tell_by=TellBy.SMS, tell_relative_too=False, by=SYSTEM, at=cast.at
        )
    carried(cast)
    return {f"proactive:start:{grant.entitlement_id}" for grant in Grant.objects.all()}


def send(cast: Cast, gateway: StubGateway, hours: int) -> None:
    """The keeper empties the outbox."""
    with suppress(Crash):
        notices.send_due(clock=lambda: cast.at + hours * HOUR, gateway=gateway)


@pytest.mark.parametrize(("trouble", "when"), TROUBLES)
def test_of_every_grant_people_are_told_once_or_it_is_flagged_until_they_are(
    cast: Cast, trouble: BaseException, when: str
) -> None:
    keys = told_by_text(cast, 3)
    for number in range(1, len(keys) + 1):
        gateway = StubGateway()
        {"before": gateway.before, "after": gateway.after}[when][number] = trouble
        with transaction.atomic():
            send(cast, gateway, 0)
            for notice in Notice.objects.filter(receiver_key__in=keys):
                is_flagged = notice.state in (NoticeState.SENDING, NoticeState.UNKNOWN)
                was_told = notice.receiver_key in gateway.taken
                assert is_flagged or was_told == (notice.state == NoticeState.SENT)
            for hours in (1, 2, 4, 8):
                send(cast, gateway, hours)
            assert gateway.delivered == dict.fromkeys(keys, 1)
            assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.SENT}
            transaction.set_rollback(True)
