"""Whoever writes to the city is heard, once, and without numbers lying about."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.test import Client
from django.utils import timezone

from nuanban.accounts.enums import DeviceKind
from nuanban.journal.models import Entry
from nuanban.lib.keys import new_key
from nuanban.notices import actions, queries
from nuanban.notices.tests.gateway import StubGateway
from nuanban.notices.tests.writing import PHONE, sms
from tests.cast import Cast


def send(cast: Cast, kind: DeviceKind = DeviceKind.FEED, key: str = "", **other: object) -> Any:
    """What a feed answers to a message; `other` replaces parts of it, `sender` its number."""
    body: dict[str, object] = {
        "from": other.pop("sender", f"+86 {PHONE}"),
        "text": "同意",
        "provider_id": "P1",
        "received_at": timezone.now().isoformat(),
        **other,
    }
    return Client().post(
        "/api/v1/notices/inbound",
        data=body,
        content_type="application/json",
        headers={
            "Authorization": f"Bearer {cast.tokens[kind]}",
            "Idempotency-Key": key or str(new_key()),
        },
    )


def test_a_message_is_kept_once_and_told_upwards(cast: Cast) -> None:
    first, again = send(cast), send(cast)
    assert first.status_code == again.status_code == HTTPStatus.CREATED
    assert first.content == again.content
    kept = queries.inbound().get()
    assert (kept.text, kept.sender_masked) == ("同意", "139****4455")
    assert PHONE.encode() not in bytes(kept.sender_sealed)
    assert Entry.objects.filter(kind="notices.inbound_received", object_id=kept.pk).count() == 1


def test_an_answer_finds_what_it_answers(cast: Cast) -> None:
    at = timezone.now() - timedelta(minutes=5)
    notice = actions.tell(sms("k1"), by=cast.by(), at=at)
    actions.send_due(clock=lambda: at, gateway=StubGateway())
    send(cast)
    kept = queries.inbound().get()
    asked = queries.last_sent_to(bytes(kept.sender_index), before=kept.received_at)
    assert asked == notice
    # People on file carry the same index.
    assert bytes(kept.sender_index) == queries.phone_index(PHONE)


def test_unknown_senders_are_kept_too(cast: Cast) -> None:
    assert send(cast, sender="1069 银行").status_code == HTTPStatus.CREATED


def test_an_id_number_is_masked_before_it_is_kept(cast: Cast) -> None:
    send(cast, text=f"我是王秀兰 {cast.wang_number}")
    assert cast.wang_number not in queries.inbound().get().text
    assert "4306************" in queries.inbound().get().text


def test_only_a_feed_brings_messages(cast: Cast) -> None:
    for kind in (DeviceKind.KIOSK, DeviceKind.WINDOW, DeviceKind.BOARD):
        assert send(cast, kind).status_code == HTTPStatus.FORBIDDEN
    assert not queries.inbound().exists()


def test_what_makes_no_sense_is_refused(cast: Cast) -> None:
    wrong = (
        send(cast, received_at="1999-01-01T00:00:00Z"),
        send(cast, sender=""),
        send(cast, provider_id=None),
    )
    assert {answer.status_code for answer in wrong} == {HTTPStatus.UNPROCESSABLE_ENTITY}
    assert send(cast, key="no key").status_code == HTTPStatus.BAD_REQUEST
