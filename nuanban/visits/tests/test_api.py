"""Terminals of partners and the hotline book by the contract."""

from http import HTTPStatus
from typing import Any

from django.test import Client

from nuanban.accounts.enums import Role
from nuanban.lib.keys import new_key
from nuanban.visits.enums import VisitState
from nuanban.visits.models import Visit
from nuanban.visits.tests.days import ITEM, one_crew
from tests.cast import Cast
from tests.clients import colleague

ADDRESS = {"division": "430602", "lat": 29.4, "lon": 113.15, "text": "演示路 12 号"}


def call(client: Client, path: str, body: dict[str, Any], key: str = "") -> Any:
    """A call with its operation key."""
    headers = {"Idempotency-Key": key or str(new_key())}
    address = f"/api/v1/visits{path}"
    return client.post(address, body, content_type="application/json", headers=headers)


def asked(cast: Cast) -> dict[str, Any]:
    """What is to be done where."""
    return {"site": cast.site, "item": ITEM, "address": ADDRESS, "needs": []}


def test_of_two_calls_for_one_slot_one_is_booked_and_the_other_gets_three(
    cast: Cast, time_machine: Any
) -> None:
    time_machine.move_to(cast.at)
    one_crew(cast)
    client = colleague(cast, Role.HOTLINE_AGENT)
    days = {"from_day": "2026-03-02", "to_day": "2026-03-04"}
    slots = call(client, "/slots", asked(cast) | days).json()["slots"]
    assert len(slots) >= 4
    assert set(slots[0]) == {"slot", "starts_at", "ends_at", "crew"}
    wish = asked(cast) | {"slot": slots[0]["slot"], "contact": "女儿", "phone": "13900002209"}
    key = str(new_key())
    first = call(client, "", wish | {"resident": str(cast.wang.pk)}, key)
    again = call(client, "", wish | {"resident": str(cast.wang.pk)}, key)
    assert first.status_code == again.status_code == HTTPStatus.CREATED
    assert first.json() == again.json()
    second = call(client, "", wish | {"resident": str(cast.liu.pk)})
    assert second.status_code == HTTPStatus.CONFLICT
    assert second.headers["Content-Type"] == "application/problem+json"
    others = [one["slot"] for one in second.json()["slots"]]
    assert len(others) == 3
    assert slots[0]["slot"] not in others
    assert [one.state for one in Visit.objects.all()] == [VisitState.PROMISED]


def test_only_those_who_hear_wishes_book(cast: Cast) -> None:
    body = asked(cast) | {"from_day": "2026-03-02", "to_day": "2026-03-04"}
    assert call(Client(), "/slots", body).status_code == HTTPStatus.UNAUTHORIZED
    auditor = colleague(cast, Role.AUDIT_ADMIN)
    assert call(auditor, "/slots", body).status_code == HTTPStatus.FORBIDDEN
    agent = colleague(cast, Role.HOTLINE_AGENT)
    wrong = body | {"to_day": "2026-03-01"}
    assert "结束日期" in call(agent, "/slots", wrong).json()["detail"]
    for where, sentence in (
        ({"site": "999999-9"}, "服务点"),
        ({"item": "XX-00"}, "事项"),
        ({"address": ADDRESS | {"division": "999999"}}, "乡镇或村"),
    ):
        assert sentence in call(agent, "/slots", body | where).json()["detail"]
