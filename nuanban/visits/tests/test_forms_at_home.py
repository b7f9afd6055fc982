"""A form is filled at the bedside: known things are not asked, nobody else's words are lost."""

from typing import Any

import pytest
from django.test import Client

from nuanban.accounts.enums import Role
from nuanban.cases import actions as cases
from nuanban.cases.models import Case, CaseMaterial
from nuanban.cases.queries import form_of
from nuanban.visits.door_queries import forms_of
from nuanban.visits.models import Visit, VisitForm
from nuanban.visits.tests.days import ITEM
from nuanban.visits.tests.test_round_pages import phone, row, send, visit
from tests.cast import Cast
from tests.clients import colleague

__all__ = ["phone", "visit"]


@pytest.fixture
def day(visit: Visit, phone: Client) -> dict[str, Any]:
    """What the phone was given."""
    told: dict[str, Any] = phone.get("/round/day/").json()
    return told


def _filled(day: dict[str, Any], **said: Any) -> dict[str, Any]:
    (form,) = day["visits"][0]["forms"]
    answers = {q["fact"]: q["choices"][0][0] for q in form["questions"]}
    seen = [paper["code"] for paper in form["papers"]]
    filled = {"item": ITEM, "fields": {}, "answers": answers, "seen": seen, **said}
    return row(day, deed="form", **filled)


def test_what_the_city_knows_is_not_asked_again(day: dict[str, Any]) -> None:
    (form,) = day["visits"][0]["forms"]
    known = {field["name"]: field["text"] for field in form["fields"] if field["text"]}
    assert known["name"] == "王秀兰"
    assert known["birth_on"] == "1953-06-01"
    assert "\u2022" in known["id_number"] or "*" in known["id_number"]
    assert "age" not in [question["fact"] for question in form["questions"]]


def test_a_form_filled_without_signal_becomes_the_case_once(
    visit: Visit, phone: Client, day: dict[str, Any]
) -> None:
    filled = _filled(day, fields={"wish": ["", "女儿来代领"]})
    wish = {f["name"]: f["text"] for f in day["visits"][0]["forms"][0]["fields"]}["wish"]
    filled["fields"]["wish"][0] = wish
    assert [one["answer"] for one in send(phone, filled, filled)] == ["done", "done"]
    case = Case.objects.get()
    assert (case.origin_id, case.channel, case.state) == (visit.pk, "visits", "accepted")
    assert form_of(case)["wish"].text == "女儿来代领"
    shown = CaseMaterial.objects.filter(case=case).values_list("shown", flat=True)
    assert "missing" not in set(shown)
    visit.refresh_from_db()
    assert visit.case_id == case.pk


def test_what_a_colleague_wrote_meanwhile_stands_and_both_are_shown(
    cast: Cast, visit: Visit, phone: Client, day: dict[str, Any]
) -> None:
    (form,) = day["visits"][0]["forms"]
    given = {field["name"]: field["text"] for field in form["fields"]}
    send(phone, _filled(day, seen=[]))
    case = Case.objects.get()
    cases.save_form(case, values={"name": "王秀蓝"}, by=cast.by(), at=cast.at)
    late = _filled(day, fields={"name": [given["name"], "王绣兰"], "sex": [given["sex"], "不详"]})
    assert [one["answer"] for one in send(phone, late)] == ["conflict"]
    case.refresh_from_db()
    assert (form_of(case)["name"].text, form_of(case)["sex"].text) == ("王秀蓝", "不详")
    assert forms_of(visit)[-1].differs == (("姓名", "王秀蓝", "王绣兰"),)
    page = colleague(cast, Role.SPECIALIST).get(f"/desk/visits/{visit.pk}/").content.decode()
    assert "王秀蓝" in page
    assert "王绣兰" in page


def test_a_decided_case_is_not_filled_again(cast: Cast, phone: Client, day: dict[str, Any]) -> None:
    send(phone, _filled(day))
    Case.objects.update(state="granted")
    late = _filled(day, fields={"sex": ["女", "男"]})
    assert [one["answer"] for one in send(phone, late)] == ["conflict"]
    assert form_of(Case.objects.get())["sex"].text == "女"


def test_an_item_of_another_visit_is_refused_and_volunteers_fill_nothing(
    cast: Cast, visit: Visit, phone: Client, day: dict[str, Any]
) -> None:
    spoilt = [
        _filled(day, item="SG-RS-02"),
        _filled(day, fields={"name": "王"}),
        _filled(day, fields=[1]),
        _filled(day, answers={"x": 7}),
        _filled(day, seen=None),
    ]
    assert {one["answer"] for one in send(phone, *spoilt)} == {"refused"}
    assert not VisitForm.objects.exists()
    volunteer = colleague(cast, Role.VOLUNTEER)
    assert [one["answer"] for one in send(volunteer, _filled(day))] == ["refused"]
