"""An immediate item ends at the bedside: decided once, counted once, never lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.cases import actions as cases
from nuanban.cases.models import Case, Serving
from nuanban.catalogue.models import ItemVersion
from nuanban.journal.models import Entry
from nuanban.lib.keys import new_key
from nuanban.visits import actions
from nuanban.visits.models import HomeDecision, Visit
from nuanban.visits.tests.days import ITEM, picture
from nuanban.visits.tests.test_round_pages import phone, row, send, visit
from tests.cast import Cast
from tests.clients import colleague

__all__ = ["phone", "visit"]
RECORD = "资格认证记录"
# What is needed after the first answer.
PAPER = "id_number_only"


@pytest.fixture
def day(visit: Visit, phone: Client) -> dict[str, Any]:
    """What the phone was given."""
    told: dict[str, Any] = phone.get("/round/day/").json()
    return told


def form(day: dict[str, Any], **said: Any) -> dict[str, Any]:
    """The form of the item, with every paper seen."""
    (along,) = day["visits"][0]["forms"]
    answers = {q["fact"]: q["choices"][0][0] for q in along["questions"]}
    seen = [paper["code"] for paper in along["papers"]]
    filled = {"item": ITEM, "fields": {}, "answers": answers, "seen": seen}
    return row(day, deed="form", **{**filled, **said})


def ended(day: dict[str, Any], **said: Any) -> dict[str, Any]:
    """The item was ended at the door."""
    given = {"item": ITEM, "last_entry": 0, "photos": [], "handed": RECORD}
    return row(day, deed="decide", **{**given, **said})


def _answers(found: list[dict[str, Any]]) -> list[str]:
    return [one["answer"] for one in found]


def test_what_was_ended_at_home_is_decided_handed_over_and_counted_once(
    cast: Cast, visit: Visit, phone: Client, day: dict[str, Any]
) -> None:
    (along,) = day["visits"][0]["forms"]
    assert (along["may_end"], bool(along["result"])) == (True, True)
    moment = timezone.now() - timedelta(minutes=40)
    rows = [
        row(day, at=(moment - timedelta(minutes=20)).isoformat()),
        form(day, at=moment.isoformat()),
        ended(day, at=moment.isoformat()),
        row(day, deed="finish", outcome="settled", based_on="arrived"),
    ]
    assert _answers(send(phone, *rows, *rows)) == ["done"] * 8
    case = Case.objects.get()
    helper = cast.user(Role.VISITING_STAFF)
    assert (case.state, case.handed_by, case.received_by) == ("closed", "visit", "王秀兰")
    assert case.decided_by == helper
    assert case.decided_at is not None
    assert abs(case.decided_at - moment) < timedelta(seconds=5)
    assert case.document_id is not None
    kinds = list(Entry.objects.filter(object_id=case.pk).values_list("kind", flat=True))
    assert kinds[-4:] == [f"cases.{it}" for it in ("granted", "result_made", "delivered", "closed")]
    assert Entry.objects.filter(kind="visits.decided_at_home").count() == 1
    (serving,) = Serving.objects.all()
    assert (serving.channel, serving.origin_id, serving.people) == ("visits", visit.pk, 1)
    (told,) = phone.get("/round/day/").json()["visits"]
    assert (told["forms"], [it["done"] for it in told["ended"]]) == ([], [True])


def test_a_result_that_is_not_in_their_hands_waits_to_be_brought(
    phone: Client, day: dict[str, Any]
) -> None:
    assert _answers(send(phone, form(day), ended(day, handed=""))) == ["done", "done"]
    assert Case.objects.get().state == "result_ready"


def test_in_whatever_order_it_comes_it_is_decided_when_all_is_there(
    phone: Client, day: dict[str, Any]
) -> None:
    decision = ended(day)
    (answer,) = send(phone, decision)
    assert (answer["answer"], "表还没有送到" in answer["why"]) == ("waits", True)
    send(phone, form(day))
    assert Case.objects.get().state == "closed"
    assert HomeDecision.objects.get().state == "decided"


def test_a_decision_waits_for_its_photos(
    cast: Cast, visit: Visit, phone: Client, day: dict[str, Any]
) -> None:
    key = new_key()
    (_, answer) = send(phone, form(day, seen=[]), ended(day, photos=[str(key)]))
    assert (answer["answer"], "还有 1 张照片" in answer["why"]) == ("waits", True)
    by = cast.by(Role.VISITING_STAFF)
    sent = actions.SentPhoto(key, picture(), timezone.now(), ITEM, PAPER)
    actions.take_photo(visit, sent, by=by, at=timezone.now())
    assert Case.objects.get().state == "closed"


def test_missing_papers_are_named_on_the_phone_and_on_the_page(
    cast: Cast, visit: Visit, phone: Client, day: dict[str, Any]
) -> None:
    (_, answer) = send(phone, form(day, seen=[]), ended(day))
    assert answer["answer"] == "conflict"
    assert "还缺材料" in answer["why"]
    assert Case.objects.get().state == "submitted"
    assert not Serving.objects.exists()
    (told,) = phone.get("/round/day/").json()["visits"]
    assert "还缺材料" in told["ended"][0]["why"]
    desk = colleague(cast, Role.SUPERVISOR)
    page = desk.get(f"/desk/visits/{visit.pk}/").content.decode()
    assert "没有办结" in page
    assert RECORD in page
    assert "当场办的没有办结" in desk.get("/desk/visits/").content.decode()
    send(phone, form(day))
    assert Case.objects.get().state == "closed"
    assert "当场办的没有办结" not in desk.get("/desk/visits/").content.decode()


def test_what_a_colleague_did_meanwhile_is_not_decided_over(
    cast: Cast, phone: Client, day: dict[str, Any]
) -> None:
    send(phone, form(day))
    case = Case.objects.get()
    cases.save_form(case, values={"name": "王秀蓝"}, by=cast.by(), at=timezone.now())
    (answer,) = send(phone, ended(day))
    assert (answer["answer"], "改过办件" in answer["why"]) == ("conflict", True)
    assert Case.objects.get().state == "accepted"
    fresh = phone.get("/round/day/").json()["visits"][0]["forms"][0]["last_entry"]
    assert _answers(send(phone, ended(day, last_entry=fresh))) == ["done"]


def test_a_case_decided_at_the_desk_stands_and_both_are_told(
    cast: Cast, visit: Visit, phone: Client, day: dict[str, Any]
) -> None:
    send(phone, form(day))
    cases.finish_at_window(Case.objects.get(), by=cast.by(), at=timezone.now())
    (answer,) = send(phone, ended(day))
    assert (answer["answer"], "没有再办一次" in answer["why"]) == ("conflict", True)
    assert Entry.objects.filter(kind="cases.granted").count() == 1
    page = colleague(cast, Role.SUPERVISOR).get(f"/desk/visits/{visit.pk}/").content.decode()
    assert "没有再办一次" in page


def test_two_helpers_at_one_bed_end_it_once(cast: Cast, phone: Client, day: dict[str, Any]) -> None:
    other = colleague(cast, Role.SPECIALIST)
    theirs = other.get("/round/day/").json()
    send(phone, form(day))
    assert _answers(send(other, form(theirs), ended(theirs))) == ["done", "done"]
    assert _answers(send(phone, ended(day))) == ["already"]
    assert Entry.objects.filter(kind="cases.granted").count() == 1


def test_days_of_a_department_and_rights_of_a_place_are_kept(
    cast: Cast, phone: Client, day: dict[str, Any]
) -> None:
    ItemVersion.objects.filter(item=ITEM).update(promised_days=5, legal_days=9)
    assert not phone.get("/round/day/").json()["visits"][0]["forms"][0]["may_end"]
    (_, answer) = send(phone, form(day), ended(day))
    assert (answer["answer"], "5 个工作日" in answer["why"]) == ("conflict", True)
    ItemVersion.objects.filter(item=ITEM).update(promised_days=0)
    User.objects.filter(pk=cast.user(Role.VISITING_STAFF).pk).update(site=None)
    (answer,) = send(phone, ended(day))
    assert (answer["answer"], "请大厅接着办" in answer["why"]) == ("conflict", True)
    assert Case.objects.get().state == "accepted"


def test_nobody_decides_what_is_not_theirs_and_nonsense_is_refused(
    cast: Cast, phone: Client, day: dict[str, Any]
) -> None:
    spoilt = [
        ended(day, item="SG-RS-02"),
        ended(day, photos=["x"]),
        ended(day, photos=None),
        ended(day, last_entry=-1),
        ended(day, handed=7),
    ]
    assert set(_answers(send(phone, *spoilt))) == {"refused"}
    assert _answers(send(colleague(cast, Role.VOLUNTEER), ended(day))) == ["refused"]
    assert not HomeDecision.objects.exists()
