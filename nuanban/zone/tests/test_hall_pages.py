"""What the machines and windows of a hall show, and what they keep to themselves."""

import json
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.lib.keys import new_key
from nuanban.zone import actions, queries
from nuanban.zone.enums import Via
from nuanban.zone.models import Ticket
from tests.cast import Cast
from tests.clients import colleague, machine

KIOSK = "/kiosk/"


@pytest.fixture
def kiosk(cast: Cast) -> Client:
    return machine(cast, DeviceKind.KIOSK)


def _slip(number: int, id_number: str = "") -> dict[str, Any]:
    moment = "2026-03-02T09:00:00+08:00"
    slip = {"key": str(new_key()), "number": number, "taken_at": moment, "sent_at": moment}
    return slip | {"id_number": id_number, "needs": []}


def _sync(kiosk: Client, *slips: dict[str, Any]) -> dict[str, Any]:
    found = kiosk.post("/kiosk/sync/", json.dumps(slips), content_type="application/json")
    answer: dict[str, Any] = found.json()
    return answer


def test_the_greeting_says_why_and_prints_no_whole_name(kiosk: Client, cast: Cast) -> None:
    sent = {"op": str(new_key()), "id_number": cast.wang_number, "via": "card"}
    page = kiosk.post(KIOSK, sent).content.decode()
    assert "老年人优先" in page
    assert cast.wang.name not in page
    assert cast.wang_number not in page


def test_a_ticket_pressed_twice_is_one_ticket(kiosk: Client, cast: Cast) -> None:
    sent = {"op": str(new_key()), "id_number": cast.wang_number, "via": "card"}
    pages = [kiosk.post(KIOSK, sent).content.decode() for _ in range(2)]
    label = Ticket.objects.get().label
    assert all(label in page for page in pages)


def test_a_wrong_number_stays_in_its_box(kiosk: Client) -> None:
    answer = kiosk.post(KIOSK, {"op": str(new_key()), "id_number": "12", "via": "typed"})
    assert answer.status_code == 422
    assert 'value="12"' in answer.content.decode()


def test_the_kiosk_starts_in_care_mode(kiosk: Client) -> None:
    assert 'data-care="on"' in kiosk.get(KIOSK).content.decode()


def test_a_call_for_help_pressed_twice_is_one_call_and_each_kind_is_heard(
    kiosk: Client, cast: Cast
) -> None:
    key = str(new_key())
    for kind in ("wheelchair", "wheelchair", "sign_language"):
        answer = kiosk.post("/kiosk/help/", {"op": key, "kind": kind})
        assert "马上" in answer.content.decode() or "懂手语" in answer.content.decode()
    assert [it.kind for it in queries.help_calls(cast.site)] == ["wheelchair", "sign_language"]


def test_a_slip_told_twice_is_one_ticket(kiosk: Client, cast: Cast) -> None:
    slip = _slip(1, cast.wang_number)
    first, second = _sync(kiosk, slip), _sync(kiosk, slip)
    assert first == second
    assert Ticket.objects.get().resident == cast.wang


def test_who_holds_a_ticket_keeps_the_slip_too(kiosk: Client, cast: Cast) -> None:
    earlier, again = _slip(1, cast.wang_number), _slip(2, cast.wang_number)
    answer = _sync(kiosk, earlier, again)
    assert answer["refused"] == []
    assert [it["key"] for it in answer["kept"]] == [earlier["key"], again["key"]]
    assert list(Ticket.objects.order_by("number").values_list("resident", flat=True)) == [
        cast.wang.pk,
        None,
    ]


def test_a_second_slip_of_one_card_says_so_on_both_tickets(kiosk: Client, cast: Cast) -> None:
    _sync(kiosk, _slip(1, cast.wang_number), _slip(2, cast.wang_number))
    first, second = Ticket.objects.order_by("number")
    assert (first.other_ticket, second.other_ticket) == (second, first)
    guide = colleague(cast, Role.GUIDE)
    assert first.label in guide.get(f"/desk/search/?q={second.label}").content.decode()
    actions.call_next(cast.zone_window, by=cast.by(), at=second.arrived_at)
    clerk = colleague(cast, Role.SPECIALIST)
    page = clerk.get(reverse("zone:window", args=[cast.zone_window.code])).content.decode()
    assert f'另有号 <b class="number">{second.label}</b>' in page


@pytest.mark.parametrize("has_card", [True, False])
def test_a_lost_answer_leaves_one_ticket_with_the_printed_number(
    kiosk: Client, cast: Cast, has_card: bool
) -> None:
    tried, number = str(new_key()), cast.wang_number if has_card else ""
    chosen = {"id_number": number, "item": "SG-RS-01"}
    kiosk.post(KIOSK, {"op": tried, "via": "typed", **chosen})
    unseen = Ticket.objects.get()
    _sync(kiosk, _slip(1) | chosen | {"tried": tried})
    printed = Ticket.objects.get(state="waiting")
    unseen.refresh_from_db()
    assert (printed.label, unseen.state) == ("K1-001", "cancelled")
    assert (printed.resident, printed.item_id) == (unseen.resident, "SG-RS-01")
    assert (printed.other_ticket, unseen.other_ticket) == (unseen, printed)


def test_who_is_already_at_the_window_is_not_sent_away_by_a_late_slip(
    kiosk: Client, cast: Cast
) -> None:
    tried = str(new_key())
    kiosk.post(KIOSK, {"op": tried, "id_number": cast.wang_number, "via": "card"})
    unseen = Ticket.objects.get()
    called = actions.call_next(cast.zone_window, by=cast.by(), at=unseen.arrived_at)
    assert called is not None
    actions.start(called, by=cast.by(), at=unseen.arrived_at)
    _sync(kiosk, _slip(1, cast.wang_number) | {"tried": tried})
    unseen.refresh_from_db()
    printed = Ticket.objects.get(prefix="K1-")
    assert (unseen.state, printed.resident, printed.other_ticket) == ("serving", None, unseen)


def test_an_item_that_is_gone_costs_nobody_the_number(kiosk: Client) -> None:
    assert len(_sync(kiosk, _slip(1) | {"item": "NO-SUCH"})["kept"]) == 1


def test_a_number_given_out_twice_calls_for_somebody(kiosk: Client) -> None:
    answer = _sync(kiosk, _slip(1), _slip(1))
    assert len(answer["kept"]) == len(answer["refused"]) == 1


def test_a_broken_list_is_refused_whole(kiosk: Client) -> None:
    answer = kiosk.post("/kiosk/sync/", '[{"key": "x"}]', content_type="application/json")
    assert answer.status_code == 400


def test_the_worker_rules_the_kiosk_alone(kiosk: Client) -> None:
    answer = kiosk.get(reverse("zone:worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert reverse("zone:worker").startswith(KIOSK)


def test_a_screen_finds_its_stream_with_its_cookie(cast: Cast) -> None:
    answer = machine(cast, DeviceKind.BOARD).get(reverse("zone:board_stream"))
    assert answer.status_code == 302
    assert "/board?ticket=" in answer["Location"]


@pytest.mark.parametrize(
    ("move", "keys"), [("", "SRMFHWX"), ("start", "FHW"), ("miss", "N"), ("finish", "N")]
)
def test_the_window_offers_what_can_be_done(cast: Cast, move: str, keys: str) -> None:
    by, at = cast.by(Role.SPECIALIST), cast.at
    actions.check_in(actions.Arrival(site=cast.site, via=Via.TYPED), by=cast.by_kiosk, at=at)
    ticket = actions.call_next(cast.zone_window, by=by, at=at)
    assert ticket is not None
    if move:
        getattr(actions, move)(ticket, by=by, at=at)
    clerk = colleague(cast, Role.SPECIALIST)
    page = clerk.get(reverse("zone:window", args=[cast.zone_window.code])).content.decode()
    _, _, deeds = page.partition('class="deeds"')
    offered = {
        key for key in "NSRMFHWX" if f'data-key="{key}"' in deeds or f">{key}</kbd>" in deeds
    }
    assert offered == set(keys)


def test_the_last_step_can_be_undone_whatever_clock_an_earlier_one_was_told_by(cast: Cast) -> None:
    by, at = cast.by(Role.SPECIALIST), timezone.now()
    for moment in (at.astimezone(ZoneInfo("Asia/Shanghai")) - timedelta(minutes=5), at):
        arrival = actions.Arrival(site=cast.site, via=Via.TYPED)
        actions.check_in(arrival, by=cast.by_kiosk, at=at - timedelta(minutes=9))
        called = actions.call_next(cast.zone_window, by=by, at=moment)
        assert called is not None
        actions.finish(called, by=by, at=moment)
    clerk = colleague(cast, Role.SPECIALIST)
    page = clerk.get(reverse("zone:window", args=[cast.zone_window.code])).content.decode()
    assert 'data-key="U"' in page
