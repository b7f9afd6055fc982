"""What colleagues see and press: lists, calls, letters, the pause."""

import shutil
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nuanban.accounts.enums import Role
from nuanban.lib.keys import new_key
from nuanban.notices import actions, queries
from nuanban.notices.enums import NoticeState
from nuanban.notices.gateways import Declined
from nuanban.notices.states import BACK_OFF
from nuanban.notices.tests.gateway import StubGateway
from nuanban.notices.tests.writing import ADDRESS, PHONE, call, letter, sms
from tests.cast import Cast
from tests.clients import colleague


def page(client: Client, name: str, *keys: object) -> str:
    answer = client.get(reverse(name, args=keys))
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, name: str, *keys: object, **fields: str) -> str:
    """Presses a button and gives the page that follows."""
    answer = client.post(reverse(name, args=keys), {"op": str(new_key()), **fields}, follow=True)
    return answer.content.decode()


def test_the_list_shows_masked_addresses_and_states(cast: Cast) -> None:
    actions.tell(sms("k1"), by=cast.by(), at=cast.at)
    shown = page(colleague(cast, Role.HOTLINE_AGENT), "notices:list")
    assert "139****4455" in shown
    assert PHONE not in shown
    assert "等着发" in shown


def test_the_system_administrator_sees_that_but_not_what(cast: Cast) -> None:
    notice = actions.tell(sms("k1"), by=cast.by(), at=cast.at)
    assert "不用带手机" in page(colleague(cast, Role.SUPERVISOR), "notices:notice", notice.pk)
    assert "不用带手机" not in page(colleague(cast, Role.SYSTEM_ADMIN), "notices:notice", notice.pk)


def test_dead_notices_are_tried_again_with_one_button(cast: Cast) -> None:
    gateway, at = StubGateway(), cast.at
    gateway.always = Declined("号码停机")
    actions.tell_many([sms("k1"), sms("k2")], by=cast.by(), at=at)
    for pause in (*BACK_OFF, BACK_OFF[0]):
        actions.send_due(clock=lambda at=at: at, gateway=gateway)  # type: ignore[misc]
        at += pause
    assert queries.outlook().dead == 2
    supervisor = colleague(cast, Role.SUPERVISOR)
    shown = supervisor.get(reverse("notices:list") + "?state=dead&kind=sms").content.decode()
    assert "全部再试" in shown
    assert "2 条短信重新排队" in press(supervisor, "notices:retry_all", kind="sms")


def test_a_call_is_taken_made_and_written_down(cast: Cast) -> None:
    task = actions.tell(call("k1"), by=cast.by(), at=cast.at)
    agent = colleague(cast, Role.HOTLINE_AGENT)
    assert "我来打" in page(agent, "notices:calls")
    assert PHONE not in page(agent, "notices:call", task.pk)
    assert PHONE in press(agent, "notices:take", task.pk)
    assert PHONE not in page(colleague(cast, Role.SUPERVISOR), "notices:call", task.pk)
    empty = agent.post(
        reverse("notices:call", args=[task.pk]), {"outcome": "reached", "words": " "}
    )
    assert empty.status_code == 422
    press(agent, "notices:call", task.pk, outcome="no_answer", words="响了很久")
    task.refresh_from_db()
    assert (task.state, task.tries) == (NoticeState.FAILED, 1)
    assert task.next_try_at > timezone.now()
    press(agent, "notices:take", task.pk)
    press(agent, "notices:call", task.pk, outcome="reached", words="她记住了")
    task.refresh_from_db()
    assert task.state == NoticeState.SENT
    assert "她记住了" in page(agent, "notices:notice", task.pk)


@pytest.mark.parametrize("large", [False, True])
def test_a_letter_is_printed_and_posted(cast: Cast, large: bool) -> None:
    new = letter("k1", large_print=large, braille=True)
    notice = actions.tell(new, by=cast.by(), at=cast.at)
    assert ADDRESS not in notice.to_masked
    agent = colleague(cast, Role.HOTLINE_AGENT)
    shown = page(agent, "notices:letters")
    assert (">大字</span>" in shown, ">盲文</span>" in shown) == (large, True)
    key = str(new_key())
    for _ in range(2):
        agent.post(reverse("notices:print_letter", args=[notice.pk]), {"op": key})
    notice.refresh_from_db()
    assert notice.document is not None
    assert notice.document.is_large_print == large
    pdf = agent.get(reverse("notices:letter_pdf", args=[notice.pk]))
    assert pdf.content.startswith(b"%PDF-")
    assert "已记为寄出" in press(agent, "notices:posted", notice.pk)
    notice.refresh_from_db()
    assert (notice.state, notice.receipt) == (NoticeState.SENT, notice.document.number)


def test_braille_is_made_where_the_machine_can(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = actions.tell(letter("k1", braille=True), by=cast.by(), at=cast.at)
    agent = colleague(cast, Role.HOTLINE_AGENT)
    if shutil.which("lou_translate"):
        text = page(agent, "notices:braille", notice.pk)
        assert any("\u2801" <= cell <= "\u28ff" for cell in text)
    monkeypatch.setattr("nuanban.notices.braille._translator", lambda: None)
    assert "送盲文印刷" in page(agent, "notices:letters")
    assert agent.get(reverse("notices:braille", args=[notice.pk])).status_code == 404


def test_while_paused_no_letter_is_made_and_everybody_sees_why(cast: Cast, switch: Path) -> None:
    notice = actions.tell(letter("k1"), by=cast.by(), at=cast.at)
    switch.touch()
    agent = colleague(cast, Role.HOTLINE_AGENT)
    assert "对外发送已暂停" in press(agent, "notices:print_letter", notice.pk)
    notice.refresh_from_db()
    assert notice.document is None
    assert "放开发送" not in page(agent, "notices:list")


def test_only_the_system_administrator_releases_with_a_reason(
    committed: Cast, switch: Path
) -> None:
    switch.touch()
    admin = colleague(committed, Role.SYSTEM_ADMIN)
    assert "放开发送" in page(admin, "notices:list")
    press(admin, "notices:release", reason="")
    press(colleague(committed, Role.SUPERVISOR), "notices:release", reason="我来")
    assert switch.exists()
    assert "已经放开" in press(admin, "notices:release", reason="已核对")
    assert not switch.exists()
