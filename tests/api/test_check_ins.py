"""Taking a number over the API: the shapes of the contract, and what is refused."""

from datetime import date

import pytest

from nuanban.accounts import actions as accounts
from nuanban.accounts.enums import DeviceKind, Role
from nuanban.lib.actor import SYSTEM
from nuanban.lib.keys import new_key
from nuanban.zone.queries import Ticket
from tests.api.terminals import (
    OTHER_SITE,
    assert_problem,
    assert_ticket,
    bearer,
    check_in,
    post,
    strange_window,
    terminal,
)
from tests.cast import Cast, id_number
from tests.clients import colleague


def test_a_known_person_is_recognised_and_greeted(cast: Cast) -> None:
    reply = check_in(terminal(cast, DeviceKind.KIOSK), cast.site, id_number=cast.wang_number)
    assert reply.status_code == 201
    told = reply.json()
    assert set(told) == {"ticket", "recognised", "said"}
    assert_ticket(told["ticket"])
    assert told["recognised"] is True
    assert told["ticket"]["lane"] == "priority"
    assert told["ticket"]["reasons"][0]["code"] == "elderly"
    assert told["ticket"]["number"] in told["said"]


def test_a_number_nobody_knows_still_gets_a_ticket(cast: Cast) -> None:
    number = id_number(date(1940, 2, 29))
    told = check_in(terminal(cast, DeviceKind.KIOSK), cast.site, id_number=number).json()
    assert told["recognised"] is False
    assert told["ticket"]["lane"] == "priority"
    assert number not in str(told)


def test_everything_that_may_be_said_is_taken(cast: Cast) -> None:
    reply = check_in(
        terminal(cast, DeviceKind.WINDOW),
        cast.site,
        name="欧阳·春",
        birth_date="1950-02-01",
        item="SG-RS-01",
        needs=["wheelchair", "sign_language"],
        via="staff",
    )
    assert reply.status_code == 201
    assert reply.json()["ticket"]["item"] == "SG-RS-01"


def test_strangers_are_asked_who_they_are(cast: Cast) -> None:
    assert_problem(check_in(bearer("no such token"), cast.site), 401, "not_signed_in")
    assert_problem(check_in(bearer(""), cast.site), 401, "not_signed_in")


def test_a_machine_out_of_use_is_a_stranger(cast: Cast) -> None:
    accounts.revoke_device(cast.kiosk, by=SYSTEM, at=cast.at)
    assert_problem(check_in(terminal(cast, DeviceKind.KIOSK), cast.site), 401)


def test_a_board_gives_no_numbers(cast: Cast) -> None:
    assert_problem(check_in(terminal(cast, DeviceKind.BOARD), cast.site), 403, "not_allowed")


def test_a_machine_of_another_hall_gives_no_numbers_here(cast: Cast) -> None:
    assert_problem(check_in(strange_window(cast), cast.site), 403, "not_allowed")
    assert_problem(check_in(terminal(cast, DeviceKind.KIOSK), OTHER_SITE), 403)


def test_a_form_from_elsewhere_cannot_borrow_a_session(cast: Cast) -> None:
    guide = colleague(cast, Role.GUIDE)
    guide.handler.enforce_csrf_checks = True
    assert_problem(check_in(guide, cast.site), 403, "form_forged")


def test_a_guide_may_give_numbers_by_session(cast: Cast) -> None:
    assert check_in(colleague(cast, Role.GUIDE), cast.site).status_code == 201


def test_who_shows_a_token_acts_by_it_alone(cast: Cast) -> None:
    guide = colleague(cast, Role.GUIDE)
    guide.defaults["HTTP_AUTHORIZATION"] = f"Bearer {cast.tokens[DeviceKind.BOARD]}"
    assert_problem(check_in(guide, cast.site), 403, "not_allowed")


@pytest.mark.parametrize("key", ["", "17", "not-a-key"])
def test_without_an_operation_key_nothing_is_done(cast: Cast, key: str) -> None:
    kiosk = terminal(cast, DeviceKind.KIOSK)
    reply = post(kiosk, "/check-ins", {"site": cast.site, "via": "card"}, key)
    assert_problem(reply, 400, "operation_key_missing")
    assert not Ticket.objects.exists()


def test_the_same_key_gives_the_same_answer_ten_times(cast: Cast) -> None:
    kiosk, key = terminal(cast, DeviceKind.KIOSK), new_key()
    replies = [check_in(kiosk, cast.site, key, id_number=cast.liu_number) for _ in range(10)]
    assert {(r.status_code, r.content) for r in replies} == {(201, replies[0].content)}
    assert Ticket.objects.count() == 1


def test_the_order_of_fields_makes_no_other_request(cast: Cast) -> None:
    kiosk, key = terminal(cast, DeviceKind.KIOSK), new_key()
    one = post(kiosk, "/check-ins", {"site": cast.site, "via": "card"}, key)
    two = post(kiosk, "/check-ins", {"via": "card", "site": cast.site}, key)
    assert one.content == two.content


def test_the_same_key_for_something_else_is_refused(cast: Cast) -> None:
    kiosk, key = terminal(cast, DeviceKind.KIOSK), new_key()
    check_in(kiosk, cast.site, key)
    assert_problem(check_in(kiosk, cast.site, key, needs=["escort"]), 422, "operation_key_reused")
    assert Ticket.objects.count() == 1


def test_a_key_belongs_to_the_machine_that_used_it(cast: Cast) -> None:
    key = new_key()
    told = check_in(terminal(cast, DeviceKind.KIOSK), cast.site, key).json()
    other = check_in(terminal(cast, DeviceKind.WINDOW), cast.site, key).json()
    assert told["ticket"]["id"] != other["ticket"]["id"]


def test_a_refused_request_may_be_corrected_under_its_key(cast: Cast) -> None:
    kiosk, key = terminal(cast, DeviceKind.KIOSK), new_key()
    assert_problem(check_in(kiosk, cast.site, key, item="SG-XX-99"), 422)
    assert check_in(kiosk, cast.site, key).status_code == 201


BAD = [
    {"id_number": "430699\x00"},
    {"id_number": "12345"},
    {"name": "王\x00兰"},
    {"name": "秀" * 30_000},
    {"birth_date": "1950-02-31"},
    {"item": "no-such-item"},
    {"via": "dream"},
    {"needs": ["a horse"]},
    {"site": None},
]


@pytest.mark.parametrize("said", BAD, ids=lambda said: next(iter(said)))
def test_nonsense_is_answered_with_a_sentence(cast: Cast, said: dict[str, object]) -> None:
    body = {"site": cast.site, "via": "card", **said}
    assert_problem(post(terminal(cast, DeviceKind.KIOSK), "/check-ins", body), 422)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[1]", b"null", b'"\\ud800"'])
def test_what_is_no_json_object_is_answered_with_a_sentence(cast: Cast, content: bytes) -> None:
    reply = terminal(cast, DeviceKind.KIOSK).post(
        "/api/v1/zone/check-ins",
        content,
        content_type="application/json",
        headers={"Idempotency-Key": str(new_key())},
    )
    assert reply.status_code in (400, 422)
    assert_problem(reply, reply.status_code)


def test_full_width_digits_are_read(cast: Cast) -> None:
    wide = cast.wang_number.translate({ord(str(n)): ord("０") + n for n in range(10)})
    kiosk = terminal(cast, DeviceKind.KIOSK)
    assert check_in(kiosk, cast.site, id_number=wide).json()["recognised"] is True


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/zone/check-ins/", "/api/v2/"])
def test_an_address_that_does_not_exist_is_a_problem_too(cast: Cast, path: str) -> None:
    assert_problem(terminal(cast, DeviceKind.KIOSK).get(path), 404, "not_found")


def test_another_method_is_a_problem_too(cast: Cast) -> None:
    reply = terminal(cast, DeviceKind.KIOSK).put("/api/v1/zone/check-ins")
    assert_problem(reply, 405, "method_not_allowed")
    assert reply["Allow"] == "POST"
