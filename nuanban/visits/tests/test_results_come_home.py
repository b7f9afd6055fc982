"""A result that was not there at the bedside comes home: one press, or as agreed at the door."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from nuanban.accounts.enums import Role
from nuanban.cases import actions as cases
from nuanban.cases.enums import HandedBy
from nuanban.cases.models import Case, Serving
from nuanban.journal.models import Entry
from nuanban.lib.keys import new_key
from nuanban.visits import actions, queries
from nuanban.visits.enums import AskedVia, Outcome, VisitState
from nuanban.visits.models import Visit
from nuanban.visits.subscribers import bring_as_agreed, bring_what_is_ready
from nuanban.visits.tests.test_decided_at_home import day, ended, form
from nuanban.visits.tests.test_round_pages import phone, row, send, visit
from tests.cast import Cast
from tests.clients import colleague

__all__ = ["day", "phone", "visit"]


@pytest.fixture
def case(phone: Client, day: dict[str, Any]) -> Case:
    """Granted at the bedside; the result was not in their hands."""
    send(phone, form(day), ended(day, handed=""))
    found = Case.objects.get()
    assert found.state == "result_ready"
    return found


def _bringing() -> Visit:
    return Visit.objects.get(asked_via=AskedVia.RESULT)


def test_one_press_asks_for_a_visit_to_the_same_door(cast: Cast, visit: Visit, case: Case) -> None:
    desk = colleague(cast, Role.SUPERVISOR)
    assert "把结果送回家" in desk.get(f"/desk/visits/{visit.pk}/").content.decode()
    said = {"op": str(new_key()), "case": str(case.pk)}
    for _ in range(2):
        answer = desk.post(f"/desk/visits/{visit.pk}/bring/", said)
        assert answer["Location"] == f"/desk/visits/{_bringing().pk}/"
    made = _bringing()
    assert (made.state, made.brings_id, made.items) == ("wanted", case.pk, [])
    assert queries.address_of(made) == queries.address_of(visit)
    assert queries.contact_of(made) == queries.contact_of(visit)
    page = desk.get(f"/desk/visits/{visit.pk}/").content.decode()
    assert "把结果送回家" not in page
    assert made.why in page
    with pytest.raises(actions.NothingToBring):
        actions.ask_to_bring(visit, case.pk, by=cast.by(), at=timezone.now())
    for case_id in ("", str(visit.pk)):
        wrong = {"op": str(new_key()), "case": case_id}
        desk.post(f"/desk/visits/{visit.pk}/bring/", wrong)
    assert Visit.objects.count() == 2


def test_the_case_leads_to_the_visit_where_its_result_is_sent_home(
    cast: Cast, visit: Visit, case: Case
) -> None:
    desk = colleague(cast, Role.SUPERVISOR)
    there = f'"/desk/visits/{visit.pk}/#result-{case.pk}"'
    page = desk.get(f"/desk/cases/{case.pk}/").content.decode()
    assert there in page
    assert "回窗口" not in page
    assert f'id="result-{case.pk}"' in desk.get(f"/desk/visits/{visit.pk}/").content.decode()


def _make(cast: Cast, made: Visit, outcome: Outcome) -> Visit:
    by, at = cast.by(Role.VISITING_STAFF), timezone.now()
    Visit.objects.filter(pk=made.pk).update(state=VisitState.ARRIVED, arrived_at=at, **_booked())
    fresh = Visit.objects.get(pk=made.pk)
    return actions.finish(fresh, outcome=outcome, words="改天再来", by=by, at=at)


def _booked() -> dict[str, Any]:
    other = Visit.objects.get(brings=None)
    window = {"window_from": 50_000, "window_to": 57_200}
    return {"crew": other.crew, "day": other.day, **window}


def test_who_is_brought_a_result_has_it_and_is_not_counted_again(
    cast: Cast, visit: Visit, phone: Client, day: dict[str, Any], case: Case
) -> None:
    send(phone, row(day), row(day, deed="finish", outcome="settled", based_on="arrived"))
    made = actions.ask_to_bring(visit, case.pk, by=cast.by(), at=timezone.now())
    _make(cast, made, Outcome.SETTLED)
    case.refresh_from_db()
    assert (case.state, case.handed_by, case.received_by) == ("closed", "visit", "王秀兰")
    assert [one.origin_id for one in Serving.objects.all()] == [visit.pk]


def test_a_result_that_was_not_taken_may_be_brought_again(
    cast: Cast, visit: Visit, case: Case
) -> None:
    made = actions.ask_to_bring(visit, case.pk, by=cast.by(), at=timezone.now())
    _make(cast, made, Outcome.AGAIN)
    case.refresh_from_db()
    assert case.state == "result_ready"
    again = actions.ask_to_bring(visit, case.pk, by=cast.by(), at=timezone.now())
    cases.deliver(
        case, handed_by=HandedBy.WINDOW, received_by="女儿", by=cast.by(), at=timezone.now()
    )
    _make(cast, again, Outcome.SETTLED)
    case.refresh_from_db()
    assert (case.state, case.received_by) == ("delivered", "女儿")


def test_what_was_agreed_at_the_door_is_asked_for_by_itself(
    visit: Visit, phone: Client, day: dict[str, Any], case: Case
) -> None:
    ready = Entry.objects.get(kind="cases.result_made")
    bring_what_is_ready(ready)
    assert not Visit.objects.filter(brings=case).exists()
    send(phone, row(day, deed="handover", value="brought"))
    agreed = Entry.objects.get(kind="visits.handover_noted")
    for _ in range(2):
        bring_as_agreed(agreed)
        bring_what_is_ready(ready)
    assert _bringing().brings == case
