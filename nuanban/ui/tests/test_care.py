"""Care mode follows the person: from page to page, through errors, and only to our own pages."""

import json
from urllib.parse import quote

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from nuanban.ui import care
from nuanban.ui.care import CareSettings

heard: list[CareSettings] = []


def listen(request: HttpRequest, settings: CareSettings) -> None:
    heard.append(settings)


def _kept(client: Client) -> CareSettings:
    request = RequestFactory().get("/")
    request.COOKIES[care.COOKIE] = client.cookies[care.COOKIE].value
    found = care.read(request)
    assert found is not None
    return found


def test_one_press_turns_it_on_and_returns_to_the_page(client: Client) -> None:
    answer = client.post("/care/", {"change": "toggle", "next": "/items/?group=elderly"})
    assert (answer.status_code, answer["Location"]) == (302, "/items/?group=elderly")
    assert _kept(client) == CareSettings(on=True)


def test_larger_stops_at_thirty_pixels(client: Client) -> None:
    for _press in range(5):
        client.post("/care/", {"change": "bigger"})
    assert _kept(client).size == care.LARGEST


def test_a_pressed_contrast_button_lets_go(client: Client) -> None:
    client.post("/care/", {"change": "dark"})
    assert _kept(client).contrast == "dark"
    client.post("/care/", {"change": "dark"})
    assert _kept(client).contrast == "none"


def test_it_stays_through_an_error_page(client: Client) -> None:
    client.post("/care/", {"change": "dark"})
    page = client.get("/there-is-no-such-page/")
    assert page.status_code == 404
    assert 'data-care="on"' in page.content.decode()
    assert 'data-contrast="dark"' in page.content.decode()


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""]
)
def test_it_never_leads_to_another_site(client: Client, wanted: str) -> None:
    assert client.post("/care/", {"change": "toggle", "next": wanted})["Location"] == "/"


def test_another_site_cannot_press_the_button(client: Client) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        for path in ("/care/", "/language/"):
            assert client.post(path, {"change": "toggle"}, headers=headers).status_code == 403


def test_own_pages_may_without_a_token() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/care/", {"change": "toggle"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 302


def test_looking_does_not_press(client: Client) -> None:
    assert client.get("/care/").status_code == 405


def test_an_unknown_button_is_refused(client: Client) -> None:
    assert client.post("/care/", {"change": "explode"}).status_code == 400


def test_a_script_sends_everything_it_shows(client: Client) -> None:
    now = CareSettings(on=True, size=3, contrast="light", spacing=True, rate=14, pointer=True)
    answer = client.post("/care/", {"now": now.as_json}, headers={"Accept": "application/json"})
    assert json.loads(answer.content) == now.as_dict()
    assert _kept(client) == now


@override_settings(CARE_LISTENER="nuanban.ui.tests.test_care.listen")
def test_somebody_may_listen_to_store_it_with_the_person(client: Client) -> None:
    heard.clear()
    client.post("/care/", {"change": "simple"})
    assert heard == [CareSettings(on=True, simple=True)]


def test_the_person_comes_before_the_device() -> None:
    request = RequestFactory().get("/")
    care.start_with(request, CareSettings(size=2))
    assert care.of(request).size == 2
    request.COOKIES[care.COOKIE] = quote(CareSettings(size=1, on=True).as_json)
    assert care.of(request) == CareSettings(size=1, on=True)
    care.show_as(request, CareSettings(size=3))
    assert care.of(request).size == 3


@pytest.mark.usefixtures("open_gallery")
def test_a_kiosk_starts_large_again_for_the_next_person(client: Client) -> None:
    assert 'data-care="on"' in client.get("/ui/gallery/kiosk/").content.decode()
    client.post("/care/", {"change": "toggle"})
    client.post("/care/", {"change": "dark"})
    client.post("/care/", {"change": "reset"})
    page = client.get("/ui/gallery/kiosk/").content.decode()
    assert 'data-care="on" data-care-size="1" data-contrast="none"' in page


def test_switching_off_keeps_the_choices_for_next_time() -> None:
    off = CareSettings(on=False, size=3, contrast="dark", simple=True)
    assert 'data-contrast="none"' in off.attributes
    assert 'data-layout="full"' in off.attributes
    assert care.CHANGES["toggle"](off).contrast == "dark"


@tries(deadline=None)
@given(st.text())
def test_any_cookie_can_be_read(text: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[care.COOKIE] = text
    assert care.of(request) is not None


json_values = st.none() | st.booleans() | st.integers() | st.text() | st.floats()


@tries(deadline=None)
@given(st.dictionaries(st.sampled_from([*CareSettings().as_dict(), "other"]), json_values))
def test_whatever_is_stored_becomes_valid_settings(found: dict[str, object]) -> None:
    settings = CareSettings.from_mapping(found)
    assert 1 <= settings.size <= care.LARGEST
    assert care.SLOWEST <= settings.rate <= care.FASTEST
    assert settings.contrast in care.CONTRASTS
    assert CareSettings.from_mapping(settings.as_dict()) == settings


@tries(deadline=None)
@given(st.lists(st.sampled_from(sorted(care.CHANGES)), max_size=30))
def test_no_row_of_presses_leaves_the_range(presses: list[str]) -> None:
    settings = CareSettings()
    for press in presses:
        settings = care.CHANGES[press](settings)
    assert CareSettings.from_mapping(settings.as_dict()) == settings
