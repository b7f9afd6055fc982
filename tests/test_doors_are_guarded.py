"""Every page × method × role is a written decision; a page missing from the table fails here."""

import copy
from collections.abc import Iterator
from http import HTTPStatus
from typing import cast as cast_type

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import config.urls
from nuanban.accounts.enums import DeviceKind, Role
from nuanban.lib.keys import new_key
from tests.addresses import Addresses, addresses, addresses_of
from tests.cast import Cast
from tests.clients import colleague, machine
from tests.doors import ANYBODY, DOORS, Door
from tests.safety.seen import INVENTED, READERS, canaries, faults

# The content type of what is refused plainly.
REFUSED = "text/x-refused"
__all__ = ["addresses"]
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")


def names(patterns: list[URLPattern | URLResolver], room: str = "") -> Iterator[str]:
    """Names of all pages; the API has a table of its own."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{room}{pattern.namespace}:" if pattern.namespace else room
            yield from names(pattern.url_patterns, inside)
        else:
            yield f"{room}{pattern.name}"


def test_every_page_is_in_the_table() -> None:
    found = {n for n in names(get_resolver().url_patterns) if not n.startswith("api:")}
    assert found == set(DOORS)


def ask(client: Client, method: str, address: str) -> HttpResponse:
    """One request whose effects are taken back. It may well be refused for what it says."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        response = cast_type("HttpResponse", client.generic(method, address))
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def is_open(response: HttpResponse) -> bool:
    """Neither hidden nor sent to the sign-in page."""
    location = response.headers.get("Location", "")
    is_sent_away = response.status_code == HTTPStatus.FOUND and location.startswith("/login/?")
    return response.status_code != HTTPStatus.NOT_FOUND and not is_sent_away


NOTHING_THERE = {
    "proactive:posting",
    "papers:check",
    "cases:show_upload",
    "cases:result",
    "visits:door_photo",
    "ratings:spoken",
    "notices:letter_pdf",
    "notices:braille",
}


def expected(door: Door, who: Role | DeviceKind | None) -> bool:
    """What the table says."""
    if door.who == ANYBODY:
        return True
    return who in door.devices if isinstance(who, DeviceKind) else who in door.who


class Walk:
    """Through every door as one person or machine, noting what is not as it should be."""

    def __init__(self, cast: Cast, addresses: Addresses, who: Role | DeviceKind | None) -> None:
        self.cast, self.addresses, self.who = cast, addresses, who
        self.client = _client_of(cast, who)
        self.client.raise_request_exception = False
        self.wrong: list[str] = []

    def go(self) -> list[str]:
        """What is wrong, a sentence each."""
        for name, door in DOORS.items():
            if name not in NOTHING_THERE:
                for method in door.methods.split():
                    self._open(name, door, method)
        return self.wrong

    def _open(self, name: str, door: Door, method: str) -> None:
        response = ask(self.client, method, self.addresses[name])
        is_wrong = response.status_code >= 500 or is_open(response) != expected(door, self.who)
        notes = [str(response.status_code)] if is_wrong else []
        if response.headers.get("Content-Type", "") != REFUSED:
            notes += faults(response)
        if method == "GET" and name not in INVENTED:
            page = response.content.decode("utf-8", "replace")
            notes += canaries(self.cast, page, name, may_read_names=self.who in READERS)
        self.wrong += [f"{self.who or 'stranger'}: {name} {method}: {note}" for note in notes]


def _client_of(cast: Cast, who: Role | DeviceKind | None) -> Client:
    if isinstance(who, DeviceKind):
        return machine(cast, who)
    return colleague(cast, who) if who else Client()


def _refused(_request: HttpRequest, **_why: object) -> HttpResponse:
    return HttpResponse("refused", status=HTTPStatus.NOT_FOUND, content_type=REFUSED)


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most doors are shut to most people; drawing a page for each would take minutes.

    What the real page of a refusal carries is tested in tests/safety.
    """
    monkeypatch.setattr(config.urls, "handler403", _refused)
    monkeypatch.setattr(config.urls, "handler404", _refused)


@pytest.mark.usefixtures("plain_refusals")
def test_every_door_opens_to_whom_it_should_and_shows_no_more_than_it_may(
    committed: Cast,
) -> None:
    """Decisions of the table, headers, nothing inline, no whole number, names for few.

    Each request has a transaction of its own, which is taken back: one city serves for all, and
    nobody who waits for the end of old transactions waits for a whole walk.
    """
    found = addresses_of(committed)
    machines = (DeviceKind.KIOSK, DeviceKind.BOARD, DeviceKind.WINDOW)
    wrong = [it for who in (None, *Role, *machines) for it in Walk(committed, found, who).go()]
    assert not wrong, "\n".join(wrong)


def test_other_methods_are_refused(cast: Cast, addresses: Addresses) -> None:
    clients = {role: colleague(cast, role) for role in Role}
    for name, door in DOORS.items():
        if door.devices or name in NOTHING_THERE:
            continue
        role = next(iter(sorted(door.who))) if isinstance(door.who, frozenset) else Role.GUIDE
        for method in set(METHODS) - set(door.methods.split()) - {"PATCH"}:
            response = ask(clients[Role(role)], method, addresses[name])
            assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED, (name, method)


def test_nothing_says_whether_a_thing_exists(cast: Cast, addresses: Addresses) -> None:
    client = colleague(cast, Role.VOLUNTEER)
    hidden = client.get(addresses["cases:case"])
    missing = client.get(reverse("cases:case", args=[new_key()]))
    assert hidden.status_code == missing.status_code == HTTPStatus.NOT_FOUND
    assert len(hidden.content) == len(missing.content)
