"""Machines and colleagues that call the API, and the shapes they rely on."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client

from nuanban.accounts import actions as accounts
from nuanban.accounts.enums import DeviceKind
from nuanban.lib.actor import SYSTEM
from nuanban.lib.keys import new_key
from nuanban.offices import actions as offices
from nuanban.offices.enums import SiteKind
from tests.cast import Cast

Reply = Any
ZONE = "/api/v1/zone"
OTHER_SITE = "430602-1"
TICKET: dict[str, type | tuple[type, ...]] = {
    "id": str,
    "number": str,
    "code": str,
    "lane": str,
    "reasons": list,
    "ahead": int,
    "wait_minutes": dict,
    "state": str,
    "name_masked": str,
    "item": (str, type(None)),
    "window": (str, type(None)),
}


def bearer(token: str) -> Client:
    """A machine with this token."""
    return Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)


def terminal(cast: Cast, kind: DeviceKind) -> Client:
    """A machine of the cast."""
    return bearer(cast.tokens[kind])


def strange_window(cast: Cast) -> Client:
    """A window terminal of another hall."""
    offices.open_site(
        code=OTHER_SITE,
        division="430602",
        kind=SiteKind.HALL,
        name="岳阳楼区政务服务大厅",
        phone="0730-12345",
        by=SYSTEM,
        at=cast.at,
    )
    made = accounts.add_device(
        kind=DeviceKind.WINDOW, site=OTHER_SITE, name="窗口终端", by=SYSTEM, at=cast.at
    )
    return bearer(made.token)


def post(
    client: Client, path: str, body: Mapping[str, object], key: UUID | str | None = None
) -> Reply:
    """An unsafe call with an operation key of its own, unless one is given; "" sends none."""
    chosen = new_key() if key is None else key
    headers = {"Idempotency-Key": str(chosen)} if chosen else {}
    return client.post(ZONE + path, body, content_type="application/json", headers=headers)


def check_in(client: Client, site: str, key: UUID | None = None, **said: object) -> Reply:
    """Somebody takes a number."""
    return post(client, "/check-ins", {"site": site, "via": "card", **said}, key)


def assert_problem(reply: Reply, status: int, code: str = "") -> None:
    """A problem of RFC 9457 that a Chinese reader understands."""
    assert reply.status_code == status, reply.content
    assert reply["Content-Type"] == "application/problem+json"
    told = reply.json()
    assert set(told) == {"type", "title", "detail", "code"}
    assert any("一" <= letter <= "鿿" for letter in told["detail"])
    assert told["type"] == f"urn:nuanban:{told['code']}"
    assert code in ("", told["code"])


def assert_ticket(told: Mapping[str, Any]) -> None:
    """A ticket has the fields of the contract and no others."""
    assert set(told) == set(TICKET)
    for name, kind in TICKET.items():
        assert isinstance(told[name], kind), name
    assert told["lane"] in ("priority", "ordinary")
    assert all(set(reason) == {"code", "text"} for reason in told["reasons"])
    assert set(told["wait_minutes"]) == {"low", "high"}
    assert told["wait_minutes"]["low"] <= told["wait_minutes"]["high"]


def in_a_thread(deed: Callable[[], Reply]) -> Callable[[], Reply]:
    """The deed with a connection of its own, closed afterwards."""

    def run() -> Reply:
        try:
            return deed()
        finally:
            connection.close()

    return run
