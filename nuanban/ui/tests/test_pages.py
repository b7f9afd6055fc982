"""Pages in good days and bad ones, in two languages."""

import re

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from nuanban.ui import samples
from nuanban.ui.context_processors import page_address

PHONE = "0730-12345"


@pytest.mark.parametrize("face", samples.FACES)
@pytest.mark.usefixtures("open_gallery")
def test_every_face_can_be_drawn(client: Client, face: str) -> None:
    page = client.get(f"/ui/gallery/{face}/" if face else "/ui/gallery/")
    assert page.status_code == 200


def test_the_gallery_is_closed_to_strangers(client: Client) -> None:
    assert client.get("/ui/gallery/").status_code == 404
    assert client.get("/ui/gallery/kiosk/").status_code == 404


@pytest.mark.usefixtures("open_gallery")
def test_a_face_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/ui/gallery/mirror/").status_code == 404


def test_every_problem_gives_a_telephone_number_and_a_code() -> None:
    client = Client(raise_request_exception=False)
    for path, status in (("/nowhere/", 404), ("/stumble/", 500), ("/refuse/", 409)):
        page = client.get(path)
        text = page.content.decode()
        assert page.status_code == status
        assert PHONE in text
        assert re.search(rf"\b{status}-[0-9A-F]{{6}}\b", text)


def test_a_refusal_says_its_sentence_on_a_page(client: Client) -> None:
    page = client.get("/refuse/")
    assert page.status_code == 409
    assert "A012 号刚才已经被 3 号窗口叫走了。" in page.content.decode()


def test_a_refused_form_leads_back_to_where_it_was(client: Client) -> None:
    page = client.post("/refuse/", HTTP_REFERER="http://testserver/desk/queue/")
    assert 'href="/desk/queue/"' in page.content.decode()


def test_a_refusal_tells_htmx_without_taking_the_page_away(client: Client) -> None:
    part = client.get("/refuse/", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Retarget"]) == (409, "#toasts")
    assert "<html" not in part.content.decode()
    assert "A012 号刚才" in part.content.decode()


def test_a_stale_form_is_told_kindly() -> None:
    page = Client(enforce_csrf_checks=True).post("/refuse/")
    assert page.status_code == 403
    assert "这一页放得太久了" in page.content.decode()


def test_chinese_comes_first_whatever_the_browser_prefers(client: Client) -> None:
    page = client.get("/nowhere/", headers={"Accept-Language": "en-US,en;q=0.9"})
    assert page["Content-Language"] == "zh-hans"
    assert 'lang="zh-Hans"' in page.content.decode()


def test_english_is_one_press_away_and_stays(client: Client) -> None:
    assert client.post("/language/", {"language": "en", "next": "/nowhere/"}).status_code == 302
    text = client.get("/nowhere/").content.decode()
    assert 'lang="en"' in text
    assert "This page was not found" in text
    assert "没有找到这一页" not in text


def test_a_page_answering_a_form_returns_to_the_page_of_the_form() -> None:
    def address(request: HttpRequest) -> str:
        return page_address(request)

    ask = RequestFactory()
    assert address(ask.get("/items/", {"q": "老年证"})).startswith("/items/?q=")
    ours, theirs = "http://testserver/visits/new/?step=2", "https://elsewhere.example/x"
    assert address(ask.post("/visits/", HTTP_REFERER=ours)) == "/visits/new/?step=2"
    assert address(ask.post("/visits/", HTTP_REFERER=theirs)) == "/"
    assert address(ask.post("/visits/")) == "/"
