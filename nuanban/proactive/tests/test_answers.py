"""One word settles it: by text message, on the person's own page, at a window."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from nuanban.accounts.enums import Role
from nuanban.journal.queries import entries_on
from nuanban.lib.actor import SYSTEM
from nuanban.lib.keys import new_key
from nuanban.notices import actions as notices
from nuanban.notices.events import INBOUND_RECEIVED
from nuanban.notices.tests.gateway import StubGateway
from nuanban.proactive import actions
from nuanban.proactive.enums import AnswerKind, AnswerVia, EntitlementState, TaskKind
from nuanban.proactive.queries import Entitlement, Run, Task
from nuanban.proactive.subscribers import answer_by_text, meant
from nuanban.proactive.tests.city import carried, elders
from nuanban.residents import actions as residents
from nuanban.residents.enums import TellBy
from tests.cast import Cast
from tests.clients import colleague

LATER = timedelta(hours=2)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("同意", AnswerKind.AGREE),
        (" 同意。", AnswerKind.AGREE),
        ("好的", AnswerKind.AGREE),
        ("不要", AnswerKind.DECLINE),
        ("不同意", AnswerKind.DECLINE),
        ("异议", AnswerKind.OBJECT),
        ("金额不对", AnswerKind.OBJECT),
        ("你们是谁？", None),
        ("我同意，但是我想先问问我儿子再说", None),
    ],
)
def test_a_word_is_understood_and_more_is_left_to_people(
    text: str, kind: AnswerKind | None
) -> None:
    assert meant(text) == kind


def told_by_text(cast: Cast) -> Entitlement:
    """Somebody who was told by a text message."""
    (elder,) = elders(cast, 1)
    residents.set_preferences(
        elder, tell_by=TellBy.SMS, tell_relative_too=False, by=SYSTEM, at=cast.at
    )
    carried(cast)
    notices.send_due(clock=lambda: cast.at + timedelta(minutes=1), gateway=StubGateway())
    return Entitlement.objects.get(resident=elder)


def text_back(cast: Cast, words: str) -> None:
    """The phone that was told answers."""
    new = notices.NewInbound("13900002201", words, f"p-{new_key()}", cast.at + LATER)
    inbound = notices.receive(new, by=SYSTEM, at=cast.at + LATER)
    entry = next(e for e in entries_on(inbound.pk) if e.kind == INBOUND_RECEIVED)
    answer_by_text(entry)
    # Delivery is at least once.
    answer_by_text(entry)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("同意", EntitlementState.ACTIVE),
        ("不要", EntitlementState.DECLINED),
        ("异议", EntitlementState.OBJECTED),
        ("谁呀", EntitlementState.NOTICED),
    ],
)
def test_an_answer_by_text_message_is_taken_once(
    cast: Cast, words: str, state: EntitlementState
) -> None:
    entitlement = told_by_text(cast)
    text_back(cast, words)
    entitlement.refresh_from_db()
    assert entitlement.state == state
    assert Task.objects.filter(kind=TaskKind.OBJECTION).count() == int(words == "异议")


def test_a_person_sees_why_and_answers_on_their_own_page(cast: Cast) -> None:
    (elder,) = elders(cast, 1)
    carried(cast)
    entitlement = Entitlement.objects.get(resident=elder)
    address = reverse("proactive:told", args=[entitlement.code])
    page = Client().get(address).content.decode()
    assert "每月 50" in page
    assert "户籍" in page
    assert elder.name not in page
    sent = Client().post(address, {"op": str(new_key()), "kind": "agree", "words": ""})
    assert sent.status_code == 303
    entitlement.refresh_from_db()
    assert entitlement.state == EntitlementState.ACTIVE
    assert Client().get(reverse("proactive:told", args=["NOSUCHCODE"])).status_code == 404


def test_a_clerk_writes_down_what_the_person_says_at_the_window(cast: Cast) -> None:
    (elder,) = elders(cast, 1)
    carried(cast)
    entitlement = Entitlement.objects.get(resident=elder)
    address = reverse("proactive:entitlement", args=[entitlement.pk])
    clerk = colleague(cast, Role.SPECIALIST)
    said = {"op": str(new_key()), "kind": "object", "via": "window", "words": "我没有满八十"}
    assert clerk.post(address, said).status_code == 303
    page = clerk.get(address).content.decode()
    assert "我没有满八十" in page
    assert Task.objects.filter(kind=TaskKind.OBJECTION).exists()


def test_a_list_hangs_out_masked_as_long_as_the_law_wants(cast: Cast) -> None:
    with travel(cast.at, tick=False):
        elders(cast, 2)
        run = carried(cast)
        page = Client().get(reverse("proactive:postings")).content.decode()
        assert "高龄津贴" in page
        one = reverse("proactive:posting", args=[run.pk, "old_age_allowance"])
        names = Client().get(one).content.decode()
        assert "陈*" in names
        assert "陈老" not in names
    with travel(cast.at + timedelta(days=9), tick=False):
        assert Client().get(one).status_code == 404


def test_an_answer_after_the_end_is_refused_in_words(cast: Cast) -> None:
    (elder,) = elders(cast, 1)
    carried(cast)
    entitlement = Entitlement.objects.get(resident=elder)
    Entitlement.objects.filter(pk=entitlement.pk).update(state=EntitlementState.ENDED)
    address = reverse("proactive:told", args=[entitlement.code])
    reply = Client().post(address, {"op": str(new_key()), "kind": "agree", "words": ""})
    assert reply.status_code == 422
    assert "已经结束" in reply.content.decode()


def test_two_people_do_their_part_on_their_pages(cast: Cast) -> None:
    elders(cast, 2)
    officer, lead = colleague(cast, Role.DEPARTMENT_OFFICER), colleague(cast, Role.LEAD_OFFICER)
    filled = {
        "op": str(new_key()),
        "day_year": "2026",
        "day_month": "3",
        "day_day": "2",
        "place": "430600",
        "policies": ["old_age_allowance", "elder_card"],
    }
    made = officer.post(reverse("proactive:runs"), filled)
    assert made.status_code == 303, made.content.decode()[-2000:]
    run = Run.objects.get()
    actions.reckon_run(run, at=cast.at)
    page = officer.get(made["Location"]).content.decode()
    assert "如果发布" in page
    propose = reverse("proactive:move_run", args=[run.pk, "propose"])
    release = reverse("proactive:move_run", args=[run.pk, "release"])
    assert lead.post(propose, {"op": str(new_key()), "words": ""}).status_code == 403
    officer.post(propose, {"op": str(new_key()), "words": "看过"})
    assert officer.post(release, {"op": str(new_key()), "words": ""}).status_code == 403
    lead.post(release, {"op": str(new_key()), "words": ""})
    run.refresh_from_db()
    assert run.state == "releasing"
    who = officer.get(reverse("proactive:people", args=[run.pk]) + "?kind=start")
    assert "陈**" in who.content.decode() or "陈*" in who.content.decode()


def test_who_did_not_want_it_is_not_asked_again_for_a_year_and_may_change_their_mind(
    cast: Cast,
) -> None:
    elders(cast, 1)
    carried(cast)
    entitlement = Entitlement.objects.get()
    said: dict[str, Any] = {"via": AnswerVia.WINDOW, "words": "", "by": cast.by()}
    actions.answer(entitlement, kind=AnswerKind.DECLINE, at=cast.at + LATER, **said)
    carried(cast, at=cast.at + timedelta(days=40))
    assert Entitlement.objects.count() == 1
    back = actions.answer(
        entitlement, kind=AnswerKind.AGREE, at=cast.at + timedelta(days=50), **said
    )
    assert (back.state, back.ends_on) == (EntitlementState.ACTIVE, None)
    actions.answer(back, kind=AnswerKind.DECLINE, at=cast.at + timedelta(days=60), **said)
    carried(cast, at=cast.at + timedelta(days=60 + 366))
    assert Entitlement.objects.count() == 2
