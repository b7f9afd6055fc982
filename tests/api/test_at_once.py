"""Many at once, with real commits: one key has one effect, a board hears of it within a second."""

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg.conninfo import make_conninfo

from config import stream
from nuanban.accounts.enums import DeviceKind
from nuanban.lib.keys import new_key
from nuanban.lib.postgres import Role, connection_parameters
from nuanban.zone.queries import Ticket
from tests.api.terminals import (
    ZONE,
    Reply,
    assert_problem,
    check_in,
    in_a_thread,
    post,
    terminal,
)
from tests.cast import Cast
from tests.engine.running import eventually


def _parameters() -> dict[str, str]:
    chosen = connection_parameters(settings.HOME, Role.APP)
    return {**chosen, "dbname": str(connections["default"].settings_dict["NAME"])}


def _many(deed: Callable[[], Reply], times: int) -> list[Reply]:
    with ThreadPoolExecutor(times) as pool:
        asked = [pool.submit(in_a_thread(deed)) for _ in range(times)]
        return [future.result() for future in asked]


def test_twenty_repeats_at_once_have_one_effect(committed: Cast) -> None:
    key = new_key()

    def ask() -> Reply:
        kiosk = terminal(committed, DeviceKind.KIOSK)
        reply = check_in(kiosk, committed.site, key, id_number=committed.wang_number)
        while reply.status_code == 409:
            assert_problem(reply, 409, "operation_running")
            reply = check_in(kiosk, committed.site, key, id_number=committed.wang_number)
        return reply

    replies = _many(ask, 20)
    assert {(r.status_code, r.content) for r in replies} == {(201, replies[0].content)}
    assert Ticket.objects.count() == 1


def test_one_card_at_many_kiosks_is_one_ticket(committed: Cast) -> None:
    def ask() -> Reply:
        kiosk = terminal(committed, DeviceKind.KIOSK)
        return check_in(kiosk, committed.site, id_number=committed.wang_number)

    replies = _many(ask, 8)
    assert {r.status_code for r in replies} == {201}
    assert len({r.json()["ticket"]["id"] for r in replies}) == 1


@contextmanager
def _queue_held(site: str) -> Iterator[psycopg.Connection]:
    """Somebody else decides who is next, and takes long."""
    with psycopg.connect(make_conninfo("", **_parameters())) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"zone.queue.{site}"])
        yield other


def _somebody_waits(holder: psycopg.Connection) -> bool:
    return holder.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() != (0,)


def test_a_key_that_is_still_at_work_is_told(committed: Cast) -> None:
    check_in(terminal(committed, DeviceKind.KIOSK), committed.site)
    key, window = new_key(), terminal(committed, DeviceKind.WINDOW)

    def ask() -> Reply:
        return post(window, "/windows/W1/next", {}, key)

    with ThreadPoolExecutor(1) as pool:
        with _queue_held(committed.site) as holder:
            first = pool.submit(in_a_thread(ask))
            assert eventually(lambda: _somebody_waits(holder))
            assert_problem(ask(), 409, "operation_running")
        assert first.result().status_code == 200
    assert ask().content == first.result().content


class _Screen:
    """A board that listens, inside this process."""

    def __init__(self, address: str) -> None:
        self.gone = asyncio.Event()
        self.boards: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.headers: dict[bytes, bytes] = {}
        self.status = 0
        parts = urlsplit(address)
        self.scope = {
            "type": "http",
            "method": "GET",
            "path": parts.path,
            "query_string": parts.query.encode(),
            "headers": [],
        }

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
            return
        for block in message["body"].decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if line)
            if lines.get("event") == "board":
                await self.boards.put(json.loads(lines["data"]))


async def _first_call(screen: _Screen) -> dict[str, Any]:
    """The board with somebody called; one that only counts who waits may come before it."""
    while True:
        board = await screen.boards.get()
        if board["called"]:
            return board


async def _watch(cast: Cast, address: str) -> tuple[_Screen, dict[str, Any]]:
    """Watches until the screen has shown the call, at most a second after it."""
    screen = _Screen(address)
    watching = asyncio.create_task(stream.application(screen.scope, screen.receive, screen.send))
    await asyncio.wait_for(screen.boards.get(), 5)
    window = terminal(cast, DeviceKind.WINDOW)
    call = in_a_thread(lambda: post(window, "/windows/W1/next", {}))
    assert (await asyncio.to_thread(call)).status_code == 200
    shown = await asyncio.wait_for(_first_call(screen), 1)
    screen.gone.set()
    watching.cancel()
    hub = stream._running_hub()
    hub.stop()
    await asyncio.gather(watching, *hub._tasks, return_exceptions=True)
    return screen, shown


@pytest.fixture
def own_stream(committed: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The stream process reads the database of this test."""
    parameters = _parameters()
    monkeypatch.setattr(stream, "connection_parameters", lambda _home, _role: parameters)
    monkeypatch.setattr(stream, "_hub", None)
    return committed


def test_a_screen_shows_a_call_within_a_second_and_the_same_as_the_board(
    own_stream: Cast,
) -> None:
    check_in(terminal(own_stream, DeviceKind.KIOSK), own_stream.site)
    board = terminal(own_stream, DeviceKind.BOARD)
    sent = board.get(f"{ZONE}/board/stream?site={own_stream.site}")
    assert sent.status_code == 307
    screen, shown = asyncio.run(_watch(own_stream, sent["Location"]))
    assert screen.status == 200
    assert screen.headers[b"content-type"] == b"text/event-stream"
    read = board.get(f"{ZONE}/board?site={own_stream.site}").json()
    assert {**shown, "at": ""} == {**read, "at": ""}
    assert shown["called"][0]["number"] == "B001"
