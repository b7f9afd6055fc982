"""What every answer of the city carries: headers of safety, and no script or style between tags."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from nuanban.accounts.enums import Role
from tests.cast import Cast
from tests.clients import colleague, machine
from tests.doors import ANYBODY, DOORS
from tests.test_doors_are_guarded import NOTHING_THERE, Addresses, addresses, ask

__all__ = ["addresses"]
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Attributes that run or style by themselves; htmx reads its own (hx-on would need `eval`).
INLINE = re.compile(r"<[a-z][^>]*\s(?:on[a-z]+|style|hx-on[a-z:-]*)\s*=", re.IGNORECASE)
SCRIPT = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE
)
STYLE = re.compile(r"<style[\s>]", re.IGNORECASE)


def faults(response: Any) -> Iterator[str]:
    """What is missing or too much."""
    for name, value in WANTED.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)}"
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
        yield f"policy: {policy}"
    if "text/html" in response.headers.get("Content-Type", "") and not response.streaming:
        page = response.content.decode()
        for pattern in (INLINE, SCRIPT, STYLE):
            found = pattern.search(page)
            if found:
                yield f"inline: {found.group()[:120]}"


def _client_for(cast: Cast, who: object, devices: object) -> Client:
    if isinstance(devices, frozenset) and devices:
        return machine(cast, min(devices))
    if who == ANYBODY or not isinstance(who, frozenset):
        return Client(raise_request_exception=False)
    return colleague(cast, min(who))


def test_every_page_carries_its_headers_and_nothing_inline(
    cast: Cast, addresses: Addresses
) -> None:
    wrong: list[str] = []
    clients: dict[object, Client] = {}
    for name, door in DOORS.items():
        if name in NOTHING_THERE:
            continue
        key = (
            min(door.devices, default=""),
            door.who if door.who == ANYBODY else min(door.who, default=""),
        )
        client = clients.setdefault(key, _client_for(cast, door.who, door.devices))
        for method in door.methods.split():
            response = ask(client, method, addresses[name])
            wrong += [f"{name} {method} {fault}" for fault in faults(response)]
    assert not wrong, "\n".join(wrong)


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
