"""Calling people over the API: next, the moves of a ticket, the board."""

from uuid import UUID

import pytest

from nuanban.accounts.enums import DeviceKind, Role
from nuanban.lib.keys import new_key
from nuanban.zone.queries import Ticket
from tests.api.terminals import (
    ZONE,
    Reply,
    assert_problem,
    assert_ticket,
    bearer,
    check_in,
    post,
    strange_window,
    terminal,
)
from tests.cast import Cast
from tests.clients import colleague


def come(cast: Cast, number: str = "") -> str:
    """Somebody takes a number; its id."""
    told = check_in(terminal(cast, DeviceKind.KIOSK), cast.site, id_number=number).json()
    return str(told["ticket"]["id"])


def call(cast: Cast, window: str = "W1", key: UUID | None = None) -> Reply:
    """A window calls the next person."""
    return post(terminal(cast, DeviceKind.WINDOW), f"/windows/{window}/next", {}, key)


def move(cast: Cast, ticket: str, name: str, key: UUID | None = None, **said: str) -> Reply:
    """One move of a ticket."""
    window = terminal(cast, DeviceKind.WINDOW)
    return post(window, f"/tickets/{ticket}/{name}", said, key)


def test_the_next_person_is_called_by_a_masked_name(cast: Cast) -> None:
    come(cast, cast.wang_number)
    reply = call(cast)
    assert reply.status_code == 200
    assert set(reply.json()) == {"ticket"}
    told = reply.json()["ticket"]
    assert_ticket(told)
    assert (told["name_masked"], told["window"]) == ("王**", "W1")


def test_when_nobody_waits_the_answer_is_empty(cast: Cast) -> None:
    reply = call(cast)
    assert (reply.status_code, reply.content) == (204, b"")


def test_nobody_waiting_is_an_answer_that_repeats(cast: Cast) -> None:
    key = new_key()
    call(cast, key=key)
    come(cast)
    assert call(cast, key=key).status_code == 204
    assert call(cast).status_code == 200


def test_a_lost_answer_to_next_calls_nobody_else(cast: Cast) -> None:
    come(cast)
    come(cast)
    key = new_key()
    replies = {call(cast, key=key).content for _ in range(10)}
    assert len(replies) == 1
    assert Ticket.objects.filter(state="called").count() == 1


def test_a_busy_window_and_an_unknown_window_are_told_apart(cast: Cast) -> None:
    come(cast)
    come(cast)
    call(cast)
    assert_problem(call(cast), 409, "window_busy")
    assert_problem(call(cast, "W99"), 404, "not_found")


def test_who_may_not_call_does_not(cast: Cast) -> None:
    kiosk = terminal(cast, DeviceKind.KIOSK)
    assert_problem(post(kiosk, "/windows/W1/next", {}), 403)
    assert_problem(post(colleague(cast, Role.VOLUNTEER), "/windows/W1/next", {}), 403)
    assert_problem(post(bearer("x"), "/windows/W1/next", {}), 401)
    assert_problem(post(terminal(cast, DeviceKind.WINDOW), "/windows/W1/next", {}, ""), 400)


def test_the_moves_of_a_visit(cast: Cast) -> None:
    ticket = come(cast, cast.wang_number)
    call(cast)
    states = [
        move(cast, ticket, name).json()["ticket"]["state"]
        for name in ("recall", "hold", "resume", "finish")
    ]
    assert states == ["called", "held", "serving", "finished"]


def test_a_missed_person_comes_back_and_one_may_give_up(cast: Cast) -> None:
    ticket = come(cast)
    call(cast)
    assert move(cast, ticket, "miss").json()["ticket"]["state"] == "missed"
    assert move(cast, ticket, "return").json()["ticket"]["state"] == "waiting"
    assert move(cast, ticket, "cancel").json()["ticket"]["state"] == "cancelled"


def test_a_person_is_sent_on_with_a_note(cast: Cast) -> None:
    ticket = come(cast)
    call(cast)
    told = move(cast, ticket, "forward", window="W3", note="带材料").json()["ticket"]
    assert told["state"] == "waiting"
    assert call(cast, "W3").json()["ticket"]["id"] == ticket
    told = move(cast, ticket, "forward", item="SG-RS-01").json()["ticket"]
    assert told["item"] == "SG-RS-01"


@pytest.mark.parametrize("name", ["recall", "miss", "return", "hold", "resume", "finish"])
def test_a_move_that_is_not_possible_is_a_conflict(cast: Cast, name: str) -> None:
    ticket = come(cast)
    reply = move(cast, ticket, name, window="W1")
    assert_problem(reply, 409, "ticket_moved")
    assert "等候" in reply.json()["detail"]


def test_a_lost_answer_to_finish_counts_one_person(cast: Cast) -> None:
    ticket = come(cast)
    call(cast)
    key = new_key()
    assert len({move(cast, ticket, "finish", key).content for _ in range(10)}) == 1
    assert_problem(move(cast, ticket, "finish"), 409, "ticket_moved")


def test_one_key_for_two_moves_is_refused(cast: Cast) -> None:
    ticket = come(cast)
    call(cast)
    key = new_key()
    move(cast, ticket, "hold", key)
    assert_problem(move(cast, ticket, "resume", key), 422, "operation_key_reused")
    assert_problem(move(cast, ticket, "hold", key, note="别的"), 422, "operation_key_reused")


def test_tickets_of_another_hall_do_not_exist(cast: Cast) -> None:
    ticket = come(cast)
    elsewhere = strange_window(cast)
    assert_problem(post(elsewhere, f"/tickets/{ticket}/cancel", {}), 404, "not_found")
    assert_problem(post(elsewhere, f"/tickets/{new_key()}/cancel", {}), 404, "not_found")
    assert_problem(post(elsewhere, "/windows/W1/next", {}), 404, "not_found")


def test_who_may_not_move_does_not(cast: Cast) -> None:
    ticket = come(cast)
    kiosk = terminal(cast, DeviceKind.KIOSK)
    assert_problem(post(kiosk, f"/tickets/{ticket}/cancel", {}), 403, "not_allowed")
    assert_problem(post(bearer("x"), f"/tickets/{ticket}/cancel", {}), 401)
    assert_problem(move(cast, ticket, "dance"), 422)
    assert_problem(move(cast, "17", "cancel"), 422)


def test_the_board_shows_masked_names_and_how_many_wait(cast: Cast) -> None:
    come(cast, cast.wang_number)
    come(cast, cast.liu_number)
    call(cast)
    reply = terminal(cast, DeviceKind.BOARD).get(f"{ZONE}/board?site={cast.site}")
    told = reply.json()
    assert set(told) == {"called", "waiting", "at"}
    assert told["waiting"] == {"priority": 0, "ordinary": 1}
    line = told["called"][0]
    assert (line["number"], line["name_masked"], line["window_code"]) == ("A001", "王**", "W1")
    assert "王秀兰" not in reply.content.decode()


def test_the_board_shows_the_last_four(cast: Cast) -> None:
    for _ in range(6):
        ticket = come(cast)
        call(cast)
        move(cast, ticket, "finish")
    told = terminal(cast, DeviceKind.BOARD).get(f"{ZONE}/board?site={cast.site}").json()
    assert [line["number"] for line in told["called"]] == ["B006", "B005", "B004", "B003"]


def test_an_unchanged_board_is_not_sent_again(cast: Cast) -> None:
    board = terminal(cast, DeviceKind.BOARD)
    address = f"{ZONE}/board?site={cast.site}"
    mark = board.get(address)["ETag"]
    again = board.get(address, headers={"If-None-Match": mark})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", mark)
    come(cast)
    assert board.get(address, headers={"If-None-Match": mark}).status_code == 200


def test_the_board_of_another_hall_is_not_shown(cast: Cast) -> None:
    address = f"{ZONE}/board?site={cast.site}"
    assert_problem(strange_window(cast).get(address), 403)
    assert_problem(bearer("x").get(address), 401)
    assert_problem(terminal(cast, DeviceKind.BOARD).get(f"{ZONE}/board"), 422)
