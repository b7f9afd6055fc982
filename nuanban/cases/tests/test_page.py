"""The page of a case: one address for all its forms, and no word is lost."""

from typing import cast as cast_type

from django.http import HttpResponse
from django.test import Client

from nuanban.accounts.enums import Role
from nuanban.cases import actions
from nuanban.cases.queries import Case
from nuanban.cases.tests.test_life import accepted, open_one
from nuanban.cases.views.case import DEEDS
from nuanban.lib.keys import new_key
from tests.cast import Cast
from tests.clients import colleague

WORDS = "老人改主意了，等女儿回来再办"


def send(client: Client, case: Case, deed: str, **boxes: object) -> HttpResponse:
    """A form of the page, as the browser sends it."""
    sent = {"op": str(new_key()), "deed": deed, "revision": case.revision, **boxes}
    return cast_type("HttpResponse", client.post(f"/desk/cases/{case.pk}/", sent))


def test_who_withdraws_after_somebody_elses_change_finds_the_words_in_the_form(cast: Cast) -> None:
    case, clerk = open_one(cast), colleague(cast, Role.SPECIALIST)
    actions.save_form(Case.objects.get(pk=case.pk), values={"wish": "甲"}, by=cast.by(), at=cast.at)
    refused = send(clerk, case, "withdraw", words=WORDS)
    assert refused.status_code == 409
    assert f'name="words" value="{WORDS}"' in refused.content.decode()
    case.refresh_from_db()
    assert send(clerk, case, "withdraw", words=WORDS).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.outcome_reason) == ("withdrawn", WORDS)


def test_words_whose_form_is_gone_stand_under_the_sentence(cast: Cast) -> None:
    case, officer = accepted(cast), colleague(cast, Role.LEAD_OFFICER)
    theirs = Case.objects.get(pk=case.pk)
    actions.withdraw(theirs, reason="本人不办了", by=cast.by(), at=cast.at)
    for deed, box in (("withdraw", "words"), ("decide", "reason"), ("form", "wish")):
        page = send(officer, case, deed, outcome="refuse", **{box: WORDS})
        assert page.status_code == 409
        assert "您写的没有丢" in page.content.decode()
        assert f"<dd>{WORDS}</dd>" in page.content.decode()


def test_a_refusal_without_reason_keeps_the_remedy_and_a_return_keeps_its_ticks(cast: Cast) -> None:
    case, officer = accepted(cast), colleague(cast, Role.LEAD_OFFICER)
    page = send(officer, case, "decide", outcome="refuse", reason="", remedy=WORDS)
    assert page.status_code == 422
    assert f"{WORDS}</textarea>" in page.content.decode()
    page = send(officer, case, "return", words=WORDS)
    assert page.status_code == 422
    assert f'name="words" value="{WORDS}"' in page.content.decode()


def test_an_unknown_deed_changes_nothing(cast: Cast) -> None:
    case = open_one(cast)
    assert send(colleague(cast, Role.SPECIALIST), case, "burn").status_code == 422
    assert Case.objects.get(pk=case.pk).revision == case.revision


def test_who_only_looks_at_cases_can_do_nothing_to_them(cast: Cast) -> None:
    case, agent = open_one(cast), colleague(cast, Role.HOTLINE_AGENT)
    assert agent.get(f"/desk/cases/{case.pk}/").status_code == 200
    assert {deed: send(agent, case, deed).status_code for deed in DEEDS} == dict.fromkeys(
        DEEDS, 404
    )
