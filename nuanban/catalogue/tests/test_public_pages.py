"""What anybody can read, without an account, without a script."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from nuanban.catalogue import queries
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGES = ("/items/", "/items/SG-MZ-01/", "/items/SG-MZ-01/print/", "/bundles/newborn/")


@pytest.mark.parametrize("address", [*PAGES, "/bundles/newborn/print/"])
def test_everybody_may_read_and_nobody_may_write(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/items/SG-MZ-99/", "/bundles/nothing/", "/items/a'b/"])
def test_what_does_not_exist_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_every_item_has_its_page_and_its_sheet(client: Client) -> None:
    for item in queries.items():
        page = client.get(reverse("catalogue:item", args=[item.code])).content.decode()
        assert item.plain_name in page
        assert item.name in page
        sheet = client.get(reverse("catalogue:item_print", args=[item.code])).content.decode()
        assert 'data-care="on" data-care-size="2"' in sheet


def test_the_list_shows_the_counts_of_the_city(client: Client) -> None:
    page = client.get("/items/").content.decode()
    shown = dict(re.findall(r">([一-龥]+) <b>(\d+)</b>", page))
    expected = {
        "专区办": "7",
        "上门办": "21",
        "帮代办": "42",
        "免申办": "5",
        "贴心办": "77",
        "网上办": "22",
        "全部": "86",
        "老年人": "52",
    }
    assert expected.items() <= shown.items()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("channel=zone", 7),
        ("channel=proactive", 5),
        ("group=military", 10),
        ("department=GJ", 4),
        ("channel=visits&group=elderly&department=MZ", 4),
        ("q=gaolingjintie", 1),
        ("q=没有这种事", 0),
        ("channel=nothing&group=nobody&department=%3Cx%3E", 86),
    ],
)
def test_filters_leave_what_fits(client: Client, query: str, count: int) -> None:
    page = client.get(f"/items/?{query}").content.decode()
    assert f"{count} 件事" in page


def test_an_htmx_click_gets_only_the_part(client: Client) -> None:
    part = client.get("/items/?channel=zone", headers={"HX-Request": "true", "HX-Target": "found"})
    assert part.content.decode().strip().startswith("<section")
    answers = {"HX-Request": "true", "HX-Target": "papers"}
    part = client.get("/items/SG-RS-02/?is_proxy=no", headers=answers)
    assert part.content.decode().strip().startswith("<section")


def test_the_answer_comes_first(client: Client) -> None:
    page = client.get("/items/SG-MZ-01/").content.decode()
    answer = page.index("多数人不用申请。满 80 岁的当月")
    assert answer < page.index("谁可以办") < page.index("怎么办，挑一个")
    assert "tel:0730-12345" in page
    assert "以当地为准" in page


def test_one_question_after_another_without_a_script(client: Client) -> None:
    page = client.get("/items/SG-MZ-01/").content.decode()
    assert "老人今年多大？" in page
    assert "有什么要我们办的？" not in page
    assert 'href="?age=from_80#papers"' in page
    page = client.get("/items/SG-MZ-01/?age=from_80").content.decode()
    assert "有什么要我们办的？" in page
    page = client.get("/items/SG-MZ-01/?age=from_80&allowance_why=account").content.decode()
    assert "您只要带这 2 样" in page
    assert "/items/SG-MZ-01/print/?age=from_80&amp;allowance_why=account" in page


def test_while_questions_are_open_the_page_says_what_is_certain_and_what_may_come(
    client: Client,
) -> None:
    page = client.get("/items/SG-RS-02/").content.decode()
    assert "第 1 步，共 2 步" in page
    certain, maybe = page.index("不管怎样都要带的"), page.index("可能还要：")
    assert certain < page.index("<strong>身份证</strong>") < maybe < page.index("、委托书、")


def test_the_sheet_carries_the_answers(client: Client) -> None:
    sheet = client.get("/items/SG-MZ-01/print/?age=from_80&allowance_why=nothing")
    assert "什么都不用带。" in sheet.content.decode()


def test_the_nearest_hall_and_its_phone_are_told(cast: Cast, client: Client) -> None:
    page = client.get("/items/SG-MZ-01/").content.decode()
    assert "岳阳市政务服务大厅" in page
    assert "村（社区）便民服务站" in page
    assert "村（社区）便民服务站" not in client.get("/items/SG-BD-01/").content.decode()


def test_what_is_typed_comes_back_escaped(client: Client) -> None:
    page = client.get("/items/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").content.decode()
    assert "<script>alert" not in page


def test_english_words_on_request(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/items/SG-MZ-01/").content.decode()
    assert "Old-age allowance (80+)" in page
    assert "What to bring" in page
    assert "只有中文" not in page


def test_a_bundle_says_how_much_is_spared(client: Client) -> None:
    page = client.get("/bundles/disabled/").content.decode()
    assert re.search(r"少交 \d+ 份", page)
    assert "这些事共用：" in page
