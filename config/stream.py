"""Boards over server-sent events: one LISTEN connection, many screens, no ORM, no Django pages.

`GET /board?ticket=…` with a ticket signed by the API (`/api/v1/zone/board/stream`). All screens
of a site share one reading of the database. Waiting counts are read again every few seconds,
because check-ins send no notice (it would cost half their speed).
"""

import asyncio
import json
import os
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import psycopg
from django.core import signing
from psycopg.conninfo import make_conninfo

from config.secret import secret_key
from nuanban.lib.postgres import connection_parameters
from nuanban.zone.board import CALLED_SQL, WAITING_SQL, Board, arguments, board_of

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

HOME = Path(os.environ.get("NUANBAN_HOME", "~/.local/share/nuanban")).expanduser().resolve()
SALT, CHANNEL = "nuanban.board", "nuanban_board"
TICKET_SECONDS = 60
LOOK_SECONDS, BEAT_SECONDS, RETRY_MILLISECONDS = 3.0, 10.0, 3000
SLOW_SCREEN_SECONDS = 15.0


class Hub:
    """Boards of the sites that somebody watches, and the screens that watch them."""

    def __init__(self) -> None:
        self.screens: dict[str, set[asyncio.Queue[Board]]] = defaultdict(set)
        self.newest: dict[str, Board] = {}
        self._changed: set[str] = set()
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins to listen and to look."""
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._look())]

    def stop(self) -> None:
        """Ends both."""
        for task in self._tasks:
            task.cancel()

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        wanted = {k: v for k, v in connection_parameters(HOME, "app").items() if v}
        address = make_conninfo("", **wanted)
        return await psycopg.AsyncConnection.connect(address, autocommit=True)

    async def _listen(self) -> None:
        """Waits for notices; a lost connection is opened again, and every board is read anew."""
        while True:
            with suppress(psycopg.OperationalError, OSError):
                async with await self._connect() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._changed.update(self.screens)
                    self._wake.set()
                    async for notice in connection.notifies():
                        self._changed.add(notice.payload)
                        self._wake.set()
            await asyncio.sleep(1)

    async def _look(self) -> None:
        """Reads boards that changed at once, all watched boards every few seconds."""
        while True:
            with suppress(psycopg.OperationalError, OSError):
                async with await self._connect() as connection:
                    while True:
                        await self._read_due(connection)
            await asyncio.sleep(1)

    async def _read_due(self, connection: psycopg.AsyncConnection[Any]) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)
        self._wake.clear()
        due = self._changed & set(self.screens) or set(self.screens)
        self._changed.clear()
        for site in due:
            await self._read(connection, site)

    async def _read(self, connection: psycopg.AsyncConnection[Any], site: str) -> None:
        at = datetime.now(UTC)
        wanted = arguments(site, at)
        called = await (await connection.execute(CALLED_SQL, wanted)).fetchall()
        waiting = await (await connection.execute(WAITING_SQL, wanted)).fetchone() or (0, 0)
        board = board_of(called, (waiting[0], waiting[1]), at)
        earlier, self.newest[site] = self.newest.get(site), board
        if earlier is None or earlier.mark != board.mark:
            for screen in self.screens[site]:
                _replace(screen, board)

    async def watch(self, site: str) -> asyncio.Queue[Board]:
        """A queue of one board: a slow screen only ever misses boards that were overtaken."""
        screen: asyncio.Queue[Board] = asyncio.Queue(maxsize=1)
        self.screens[site].add(screen)
        if site in self.newest:
            _replace(screen, self.newest[site])
        self._changed.add(site)
        self._wake.set()
        return screen

    def leave(self, site: str, screen: asyncio.Queue[Board]) -> None:
        """Forgets a screen, and a site that nobody watches any more."""
        self.screens[site].discard(screen)
        if not self.screens[site]:
            del self.screens[site]
            self.newest.pop(site, None)


def _replace(screen: asyncio.Queue[Board], board: Board) -> None:
    with suppress(asyncio.QueueEmpty):
        screen.get_nowait()
    screen.put_nowait(board)


_hub: Hub | None = None


def _running_hub() -> Hub:
    global _hub
    if _hub is None:
        _hub = Hub()
        _hub.start()
    return _hub


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _answer(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            _running_hub()
            await send({"type": "lifespan.startup.complete"})
        else:
            _running_hub().stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] in ("/healthz", "/readyz"):
        return await _say(send, 200, b"ok")
    if scope["path"] != "/board" or scope["method"] != "GET":
        return await _say(send, 404, b"not found")
    site = _site_of(scope)
    if site is None:
        return await _say(send, 403, b"ticket needed")
    return await _stream(site, _for_page(scope), receive, send)


def _site_of(scope: Scope) -> str | None:
    ticket = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("ticket", [""])[0]
    try:
        site = signing.loads(
            ticket,
            key=secret_key(HOME / "keys"),
            salt=SALT,
            max_age=TICKET_SECONDS,
            fallback_keys=[],
        )
    except signing.BadSignature:
        return None
    return site if isinstance(site, str) else None


PUBLIC_ADDRESS = os.environ.get("NUANBAN_ADDRESS", "")
_OURS = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?")


def _for_page(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The page comes from another port of this machine, or from the city's address."""
    origin = next((v for k, v in scope["headers"] if k == b"origin"), b"")
    text = origin.decode("latin-1")
    if not (_OURS.fullmatch(text) or (text and text == PUBLIC_ADDRESS)):
        return []
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]


async def _say(send: Send, status: int, words: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})


async def _stream(
    site: str, for_page: list[tuple[bytes, bytes]], receive: Receive, send: Send
) -> None:
    hub = _running_hub()
    screen = await hub.watch(site)
    gone = asyncio.create_task(_gone(receive))
    headers = [(b"content-type", b"text/event-stream"), *_HEADERS, *for_page]
    try:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _write(send, f"retry: {RETRY_MILLISECONDS}\n\n".encode())
        while not gone.done():
            await _write(send, await _next(screen))
    except (TimeoutError, OSError, RuntimeError):
        # The screen went away or stopped reading: it will connect again and get the newest board.
        pass
    finally:
        gone.cancel()
        hub.leave(site, screen)


async def _next(screen: asyncio.Queue[Board]) -> bytes:
    """The next board, or a beat that shows the screen how old its words are."""
    try:
        board = await asyncio.wait_for(screen.get(), BEAT_SECONDS)
    except TimeoutError:
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        return f"event: beat\ndata: {json.dumps({'at': moment})}\n\n".encode()
    return f"event: board\ndata: {json.dumps(board.as_json(), ensure_ascii=False)}\n\n".encode()


async def _write(send: Send, words: bytes) -> None:
    message = {"type": "http.response.body", "body": words, "more_body": True}
    await asyncio.wait_for(send(message), SLOW_SCREEN_SECONDS)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
