"""Guessing and hammering are slowed, with a sentence, and only for who does it."""

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from config.pace import Buckets
from nuanban.accounts.enums import DeviceKind, Role
from nuanban.zone import actions as zone
from nuanban.zone.enums import Via
from tests.api.terminals import assert_problem, check_in, terminal
from tests.cast import PASSWORD, Cast

TRIES = 8


def sign_in(client: Client, password: str, address: str) -> int:
    """One try; its status."""
    words = {"username": Role.GUIDE.value, "password": password}
    return client.post("/login/", words, REMOTE_ADDR=address).status_code


def test_guessing_a_password_locks_the_account_for_that_address_only(cast: Cast) -> None:
    cache.clear()
    guesser, clerk = Client(), Client()
    statuses = [sign_in(guesser, "wrong guess", "10.0.0.6") for _ in range(TRIES)]
    assert statuses == [200] * (TRIES - 1) + [429]
    locked = guesser.post(
        "/login/", {"username": Role.GUIDE.value, "password": PASSWORD}, REMOTE_ADDR="10.0.0.6"
    )
    assert locked.status_code == 429
    assert "分钟" in locked.content.decode()
    assert sign_in(clerk, PASSWORD, "10.0.0.7") == 302


def test_a_machine_gone_mad_is_slowed_and_the_next_one_is_not(cast: Cast) -> None:
    with override_settings(CHECK_INS_PER_SECOND=2):
        mad, calm = terminal(cast, DeviceKind.KIOSK), terminal(cast, DeviceKind.WINDOW)
        replies = [check_in(mad, cast.site) for _ in range(8)]
        assert check_in(calm, cast.site).status_code != 429
        statuses = [reply.status_code for reply in replies]
    assert statuses[:4] == [201] * 4
    slowed = next(reply for reply in replies if reply.status_code == 429)
    assert_problem(slowed, 429, "too_fast")
    assert slowed["Retry-After"] == "1"


@pytest.mark.parametrize("page", ["/t/{}/", "/check/{}"])
def test_guessing_codes_is_slowed_with_a_sentence(cast: Cast, page: str) -> None:
    with override_settings(WRONG_CODES_PER_MINUTE=5):
        guesser = Client()
        tried = [guesser.get(page.format(f"GUESS{n}")) for n in range(8)]
    assert [reply.status_code for reply in tried] == [404] * 5 + [429] * 3
    assert "请过一分钟再试" in tried[-1].content.decode()


def test_many_people_behind_one_address_are_not_slowed(cast: Cast) -> None:
    arrival = zone.Arrival(site=cast.site, via=Via.TYPED)
    code = zone.check_in(arrival, by=cast.by_kiosk, at=cast.at).ticket.code
    with override_settings(WRONG_CODES_PER_MINUTE=5):
        hall = Client()
        assert {hall.get(f"/t/{code}/").status_code for _ in range(12)} == {200}


def test_a_bucket_fills_again_and_never_flows_over() -> None:
    buckets = Buckets(per_second=1, burst=2)
    assert [buckets.take("a", 0.0) for _ in range(3)] == [True, True, False]
    assert not buckets.has_some("a", 0.5)
    assert buckets.take("a", 1.6)
    assert buckets.take("b", 1.6)
    assert [buckets.take("a", 1000.0) for _ in range(3)] == [True, True, False]
