"""`nuanban up`: everything, until somebody stops it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

from config.cli.children import Child, end_strays
from config.cli.disk import Ballast
from config.cli.home import Home, read_json
from config.cli.parts import parts, read_program
from config.cli.preparation import CityWish, chosen_city, prepare
from config.cli.probes import web_is_ready
from nuanban.lib.postgres import Role, Server, ServerTrouble
from nuanban.lib.postgres.backup import prune_archive
from nuanban.lib.postgres.connections import is_embedded
from nuanban.lib.postgres.holding import held

if TYPE_CHECKING:
    from types import FrameType

    from config.cli.arguments import Wish

BEAT = 0.1
# All parts together; the database has the rest of the twenty seconds.
STOP_SECONDS = 8.0
READY_SECONDS = 120.0
HOUR = 3600.0
# How far back the changes of a home without a backup reach; those since a backup stay.
ARCHIVE_KEPT = timedelta(days=7)
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop."""


def run(wish: Wish) -> int:
    """0 after a clean stop."""
    home = Home.find(wish.home)
    with home.alone():
        try:
            for stop in STOPS:
                signal.signal(stop, _stop)
            _check_ports(home, wish.port)
            server = home.server() if is_embedded() else None
            with held(server) if server else contextlib.nullcontext():
                _serve(home, wish, server)
        except Stopped:
            print("已停止。", file=sys.stderr)
        finally:
            home.write_state({})
    return 0


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    # Asked once is enough: what follows is bounded in time and must not be cut short.
    for stop in STOPS:
        signal.signal(stop, signal.SIG_IGN)
    raise Stopped


def _check_ports(home: Home, port: int) -> None:
    end_strays(home.run, [part.name for part in parts(port)])
    for number in (port, port + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                raise ServerTrouble(
                    f"端口 {number} 已被占用。请换一个：nuanban up --port {port + 100}"
                ) from None


def _serve(home: Home, wish: Wish, server: Server | None) -> None:
    city = chosen_city(home, CityWish(wish.city, wish.residents, wish.seed, not wish.no_demo))
    os.environ["NUANBAN_CITY"] = city.city
    os.environ["NUANBAN_PORT"] = str(wish.port)
    os.environ["NUANBAN_STREAM_PORT"] = str(wish.port + 1)
    prepare(home, city)
    read_program(home)
    children = [Child(part, home.run) for part in parts(wish.port)]
    watch = Watch(home, wish.port, children, server)
    try:
        for child in children:
            child.start()
        watch.note()
        _welcome(home, wish.port)
        watch.until_ready()
        print(f"ready: http://127.0.0.1:{wish.port}", flush=True)
        watch.for_ever()
    finally:
        _stop_all(children)


def _welcome(home: Home, port: int) -> None:
    from config.cli.django_world import acting_as, tell

    # Without the pool, whose threads would not survive the next fork.
    with acting_as(home, Role.APP):
        tell("welcome", "--port", str(port))


def _stop_all(children: list[Child]) -> None:
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop(until)


class Watch:
    """Keeps the parts and the database alive."""

    def __init__(self, home: Home, port: int, children: list[Child], server: Server | None) -> None:
        self.home, self.port, self.children, self.server = home, port, children, server
        self.ballast = Ballast(server.folder) if server else None
        self.next_database_try = 0.0
        self.next_pruning = 0.0

    def for_ever(self) -> NoReturn:
        """Ends only by a signal."""
        while True:
            self.beat()
            time.sleep(BEAT)

    def until_ready(self) -> None:
        """Waits for the first answer of the pages."""
        until = time.monotonic() + READY_SECONDS
        while not web_is_ready(self.port):
            self.beat()
            web = self.children[0]
            if web.restarts > 2 or time.monotonic() > until:
                raise ServerTrouble(f"网页没有启动成功：\n{web.last_words()}")
            time.sleep(BEAT)

    def beat(self) -> None:
        """One look at everything."""
        self._watch_database()
        self._prune()
        # Every child, not the first that changed.
        if any([child.watch() for child in self.children]):
            self.note()

    def note(self) -> None:
        """Writes down what `status` reads."""
        self.home.write_state(
            {
                "pid": os.getpid(),
                "port": self.port,
                "parts": [child.state() for child in self.children],
            }
        )

    def _prune(self) -> None:
        if self.server is None or time.monotonic() < self.next_pruning:
            return
        self.next_pruning = time.monotonic() + HOUR
        needed_from = str(read_json(self.home.last_backup).get("from", ""))
        before = datetime.now(UTC) - ARCHIVE_KEPT
        prune_archive(self.server.wal, before=before, backed_up=needed_from)

    def _watch_database(self) -> None:
        if self.server is None or self.ballast is None or self.server.is_running():
            return
        if time.monotonic() < self.next_database_try:
            return
        self.ballast.drop_if_full()
        try:
            self.server.start(patience=10)
        except ServerTrouble as trouble:
            print(trouble, file=sys.stderr)
            self.next_database_try = time.monotonic() + 2.0
