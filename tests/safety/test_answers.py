"""Headers of safety, and no script or style between tags: where no door leads (tests/doors.py)."""

from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client, override_settings

from nuanban.accounts.enums import Role
from tests.addresses import Addresses, addresses
from tests.cast import Cast
from tests.clients import colleague
from tests.safety.seen import faults

__all__ = ["addresses"]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing-here/",
        "/items/none/",
        "/check/ABCD",
        "/t/none/",
        "/api/v1/nothing",
        "/%00",
        "/x?%00",
    ],
)
def test_pages_of_errors_are_as_safe(cast: Cast, path: str) -> None:
    response = Client(raise_request_exception=False).get(path)
    assert response.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST)
    assert list(faults(response)) == []


def test_a_forged_form_and_a_foreign_host_are_refused_safely(cast: Cast) -> None:
    forged = Client(enforce_csrf_checks=True).post("/login/", {"username": "x"})
    assert forged.status_code == HTTPStatus.FORBIDDEN
    foreign = Client().get("/", headers={"host": "elsewhere.example"})
    assert foreign.status_code == HTTPStatus.BAD_REQUEST
    assert [*faults(forged), *faults(foreign)] == []


def test_pages_with_people_on_them_are_not_kept_by_browsers(
    cast: Cast, addresses: Addresses
) -> None:
    clerk = colleague(cast, Role.SPECIALIST)
    for name in ("residents:person", "cases:case", "cases:list", "zone:guide", "desk:home"):
        response = clerk.get(addresses[name])
        assert response.status_code == HTTPStatus.OK
        assert "no-store" in response.headers.get("Cache-Control", ""), name


def test_cookies_stay_with_the_browser_that_got_them(cast: Cast) -> None:
    client = Client()
    client.get("/login/")
    client.cookies.update(colleague(cast, Role.GUIDE).cookies)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert name in client.cookies
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert client.cookies[settings.CSRF_COOKIE_NAME]["samesite"] == "Lax"


def test_behind_a_proxy_guessing_counts_by_the_address_the_proxy_saw() -> None:
    from django.test import RequestFactory

    from nuanban.accounts.middleware import address_of

    request = RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6, 10.1.2.3"})
    assert address_of(request) == "127.0.0.1"
    with override_settings(HTTPS=True):
        assert address_of(request) == "10.1.2.3"
