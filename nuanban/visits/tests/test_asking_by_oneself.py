"""Somebody asks for a visit on the city's page: no account, and nothing is told of them."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from nuanban.accounts.enums import Role
from nuanban.journal.models import Entry
from nuanban.lib.keys import new_key
from nuanban.notices.models import Notice
from nuanban.residents import queries as residents
from nuanban.residents.enums import TellBy
from nuanban.residents.queries import Resident
from nuanban.visits import actions
from nuanban.visits.enums import AskedVia, VisitState
from nuanban.visits.models import Visit
from nuanban.visits.own import find_own
from nuanban.visits.queries import address_of, contact_of
from nuanban.visits.tests.days import ITEM, one_crew, wish
from tests.cast import MONDAY_9, Cast, id_number
from tests.clients import colleague

PHONE = "13900003301"
ASK = reverse("visits:ask")


@pytest.fixture(autouse=True)
def on_monday(time_machine: Any) -> None:
    """The day on which the crews of these tests are there."""
    time_machine.move_to(MONDAY_9)


def send(number: str, client: Client | None = None, **said: Any) -> Any:
    """The form as somebody fills it."""
    form = {
        "op": str(new_key()),
        "whom": "self",
        "name": "王秀兰",
        "id_number": number,
        "phone": PHONE,
        "division": "430602",
        "address": "演示路 8 号 2 栋 301",
        "item": ITEM,
    }
    return (client or Client()).post(ASK, {**form, **said})


def asked(number: str, **said: Any) -> Visit:
    """The visit that came of it."""
    assert send(number, **said).status_code == HTTPStatus.SEE_OTHER
    return Visit.objects.latest("asked_at")


def stranger() -> str:
    """A number of whom nobody knows."""
    return id_number(date(1948, 5, 5))


def errors_of(answer: Any) -> str:
    """A form that came back."""
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    return str(answer.content.decode())


def test_who_is_on_file_chooses_a_time_at_once(cast: Cast) -> None:
    one_crew(cast)
    client = Client()
    answer = send(cast.wang_number, client)
    visit = Visit.objects.get()
    assert (visit.resident, visit.asked_via) == (cast.wang, AskedVia.PAGE)
    assert (visit.items, visit.why, contact_of(visit)) == ([ITEM], "", PHONE)
    assert address_of(visit) == "演示路 8 号 2 栋 301"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "已经记下" in page
    assert visit.code in page
    slot = page.partition('name="slot" value="')[2].partition('"')[0]
    client.post(answer.headers["Location"] + "slot/", {"op": str(new_key()), "slot": slot})
    visit.refresh_from_db()
    assert visit.state == VisitState.PROMISED


def test_who_is_not_on_file_is_registered_with_name_and_number_only(cast: Cast) -> None:
    number = stranger()
    visit = asked(number, name="周桂英")
    person = residents.by_id_card(number)
    assert person is not None
    assert (visit.resident, person.name, person.birth_on) == (person, "周桂英", date(1948, 5, 5))
    contact = residents.contacts_of([person.pk])[person.pk]
    assert (contact.phone, contact.address) == ("", "")
    kinds = ["residents.registered", "visits.asked"]
    assert list(Entry.objects.filter(subject_id=person.pk).values_list("kind", flat=True)) == kinds


def test_another_name_is_for_the_staff_to_read_and_for_nobody_else(cast: Cast) -> None:
    client = Client()
    answer = send(cast.wang_number, client, name="王秀花", item="", words="换\n存折")
    visit = Visit.objects.get()
    page = client.get(answer.headers["Location"]).content.decode()
    assert "换 存折" in page
    for hidden in ("王秀", "档案", "填的名字"):
        assert hidden not in page
    agent = colleague(cast, Role.HOTLINE_AGENT)
    seen = agent.get(reverse("visits:visit", args=[visit.pk])).content.decode()
    assert "网上填的名字是王秀花，和档案不一样" in seen


def test_a_relative_is_who_is_asked_for_at_the_door(cast: Cast) -> None:
    visit = asked(cast.wang_number, whom="family", own_name="李小梅")
    assert (visit.asked_via, visit.contact_name) == (AskedVia.RELATIVE, "李小梅")
    assert visit.resident == cast.wang
    assert "请写您自己的姓名" in errors_of(send(cast.wang_number, whom="family"))


def test_the_answer_is_the_same_for_who_is_on_file_and_who_is_not(cast: Cast) -> None:
    Resident.objects.filter(pk=cast.wang.pk).update(
        care={"on": 1, "size": 3}, tell_by=TellBy.LETTER
    )
    pages = []
    for number in (cast.wang_number, stranger()):
        client = Client()
        page = client.get(send(number, client).headers["Location"])
        visit = Visit.objects.latest("asked_at")
        text = page.content.decode().replace(visit.code, "CODE")
        pages.append([line for line in text.splitlines() if "token" not in line])
    for known, unknown in zip(*pages, strict=True):
        assert without_keys(known) == without_keys(unknown)


def without_keys(line: str) -> str:
    """What differs from page to page: signed keys and numbers of operations."""
    return " ".join(word for word in line.split() if "/visit/" not in word and "value=" not in word)


def test_the_code_and_a_guessed_telephone_do_not_tell_what_is_on_file(cast: Cast) -> None:
    visit = asked(cast.wang_number)
    own = residents.contacts_of([cast.wang.pk])[cast.wang.pk].phone
    assert find_own(visit.code, PHONE) == visit
    assert find_own(visit.code, own) is None
    told = wish(cast, phone=PHONE)
    assert find_own(told.code, own) == told


def test_the_code_is_told_to_the_telephone_that_was_left(cast: Cast) -> None:
    visit = asked(cast.wang_number)
    mobile = Notice.objects.get(purpose="visits.asked")
    assert visit.code in mobile.text
    assert (mobile.kind, mobile.to_masked[-4:]) == ("sms", PHONE[-4:])
    asked(stranger(), phone="0730-8880011")
    assert Notice.objects.filter(purpose="visits.asked", kind="call_task").count() == 1


def test_two_open_visits_are_enough_and_the_telephone_is_named(cast: Cast) -> None:
    first = asked(cast.wang_number)
    asked(cast.wang_number)
    assert "还要再约，请打电话" in errors_of(send(cast.wang_number))
    english = Client()
    english.cookies["nb_language"] = "en"
    refused = errors_of(send(cast.wang_number, english))
    assert "Two visits were asked for here already" in refused
    assert "还要再约" not in refused
    asked(stranger())
    actions.cancel(first, why="不用了", by=cast.by(), at=MONDAY_9)
    asked(cast.wang_number)


def test_sent_twice_it_is_asked_once(cast: Cast) -> None:
    client, op = Client(), str(new_key())
    first, again = (send(cast.wang_number, client, op=op) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    assert Visit.objects.count() == 1


def test_an_address_that_asks_too_often_is_given_the_telephone(cast: Cast) -> None:
    with override_settings(VISITS_ASKED_PER_HOUR=2):
        client = Client()
        errors_of(send("1", client))
        statuses = [send(stranger(), client).status_code for _ in range(2)]
        slowed = send(stranger(), client)
        assert client.get(ASK).status_code == HTTPStatus.OK
    assert statuses == [HTTPStatus.SEE_OTHER] * 2
    assert slowed.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "请打电话给我们" in slowed.content.decode()
    assert "0730-12345" in slowed.content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"id_number": "430699"}, "请对照证件再写一次"),
        ({"id_number": "430699194805050011"}, "可能抄错了一位"),
        ({"id_number": ""}, "打电话也能约"),
        ({"phone": "12"}, "座机请带区号"),
        ({"phone": ""}, "请留一个电话"),
        ({"name": ""}, "和身份证上一样"),
        ({"division": "110000"}, "请选乡镇或街道"),
        ({"address": ""}, "我们好找到门"),
        ({"item": "", "words": " "}, "请选一件事"),
        ({"item": "NO-SUCH"}, "请选一件事"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    cast: Cast, said: dict[str, Any], sentence: str
) -> None:
    assert sentence in errors_of(send(cast.wang_number, **said))
    assert not Visit.objects.exists()


def test_the_page_of_an_item_leads_here_with_the_item_chosen(cast: Cast) -> None:
    client = Client()
    link = f"{ASK}?item={ITEM}"
    assert link in client.get(reverse("catalogue:item", args=[ITEM])).content.decode()
    assert f'<option value="{ITEM}" selected>' in client.get(link).content.decode()
    for page in ("/", reverse("visits:find_own")):
        assert f'href="{ASK}"' in client.get(page).content.decode()
