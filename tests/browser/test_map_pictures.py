"""Pictures of a map server under the board: in the right place, from that server and no other."""

import math
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path

import numpy as np
import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page
from pytest_django import Settings

from config.maps import picture_server
from nuanban.accounts.enums import Role
from nuanban.lib.days import city_day
from nuanban.offices.tests.drawn import drawn_by_hand, square
from nuanban.visits.tests.days import NEAR, neighbour, one_crew, wish
from nuanban.visits.tests.test_board_pages import put_on
from tests.cast import Cast
from tests.chromium import faults
from tests.clients import colleague

BOARD = "/desk/visits/board/"
ELSEWHERE = (NEAR[0] + 0.05, NEAR[1] + 0.07)
SIDE, RED = 256, (200, 0, 0)
BLOCKED = """
address => new Promise(done => {
  const picture = new Image();
  picture.onload = () => done("shown");
  picture.onerror = () => done("blocked");
  picture.src = address;
})
"""


def spot_on(zoom: int, x: int, y: int) -> tuple[float, float]:
    """Where the known place lies on a tile, in pixels: as maps of the web are cut."""
    turns, slope = 1 << zoom, math.radians(NEAR[0])
    across = turns * (NEAR[1] + 180) / 360
    down = turns * (1 - math.asinh(math.tan(slope)) / math.pi) / 2
    return SIDE * (across - x), SIDE * (down - y)


Answer = tuple[int, dict[str, str], bytes]


def tile(path: str) -> Answer:
    """A grey picture, with a red square on the known place."""
    zoom, x, y = (int(word) for word in path.removesuffix(".png").split("/")[-3:])
    picture, (left, top) = Image.new("RGB", (SIDE, SIDE), (235, 235, 235)), spot_on(zoom, x, y)
    ImageDraw.Draw(picture).rectangle((left - 8, top - 8, left + 8, top + 8), fill=RED)
    content = BytesIO()
    picture.save(content, "PNG")
    return 200, {"Content-Type": "image/png"}, content.getvalue()


class Loopback:
    """A small server that remembers what it was asked for."""

    def __init__(self, answers: Callable[[str], Answer]) -> None:
        seen = self.seen = list[str]()

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                seen.append(self.path)
                status, headers, content = answers(self.path)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> "Loopback":
        return self

    def __exit__(self, *_ended: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def name_server(settings: Settings, address: str) -> None:
    """As if the city had been started with it."""
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sources = [it for it in policy["img-src"] if not it.startswith("http")]
    named = {**policy, "img-src": [*sources, *picture_server(address)]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": named}
    settings.MAP_TILES, settings.MAP_ATTRIBUTION = address, "天地图 GS(2026)0000号"


def two_waiting(cast: Cast) -> Client:
    """A day with somebody at the known place and somebody far away."""
    one_crew(cast)
    wish(cast, point=NEAR)
    wish(cast, neighbour(1), point=ELSEWHERE)
    put_on(city_day(timezone.now()))
    return colleague(cast, Role.SUPERVISOR)


def served(client: Client) -> Callable[[str], Answer]:
    """The board as the city gives it now, and static files."""
    board = client.get(BOARD)

    def answer(path: str) -> Answer:
        if path == BOARD:
            return 200, dict(board.headers), board.content
        found = path.startswith("/static/") and finders.find(path.removeprefix("/static/"))
        if not found:
            return 404, {}, b""
        kind = guess_type(path)[0] or "application/octet-stream"
        return 200, {"Content-Type": kind}, Path(str(found)).read_bytes()

    return answer


def red_middle(page: Page) -> tuple[float, float]:
    """Where the red square is seen, in pixels of the page."""
    frame = page.locator(".day-map")
    page.evaluate(
        "document.querySelectorAll('.day-map > :not(image)').forEach(it => it.style.opacity = 0)"
    )
    picture = np.asarray(Image.open(BytesIO(frame.screenshot())).convert("RGB"))
    box = frame.bounding_box()
    assert box is not None
    rows, columns = np.nonzero((picture[:, :, 0] > 150) & (picture[:, :, 1] < 90))
    assert len(rows)
    return box["x"] + float(columns.mean()), box["y"] + float(rows.mean())


def test_a_known_place_lies_where_the_picture_has_it(
    cast: Cast, browser: Browser, settings: Settings
) -> None:
    drawn_by_hand("430602007", square(NEAR[1] - 0.02, NEAR[0] - 0.02))
    client = two_waiting(cast)
    with Loopback(tile) as tiles, Loopback(tile) as stranger:
        name_server(settings, f"{tiles.address}/a/{{z}}/{{x}}/{{y}}.png")
        with Loopback(served(client)) as city:
            page = browser.new_page(viewport={"width": 1440, "height": 1200})
            page.goto(f"{city.address}{BOARD}", wait_until="load")
            assert len(tiles.seen) >= 4
            assert page.get_by_text("底图：天地图 GS(2026)0000号").is_visible()
            assert page.evaluate(BLOCKED, f"{stranger.address}/a/1/1/1.png") == "blocked"
            assert page.evaluate(BLOCKED, f"{tiles.address}/a/1/1/1.png") == "shown"
            assert stranger.seen == []
            assert faults(page) == []
            mark = page.locator(".day-map .day-reach").first.bounding_box()
            assert mark is not None
            x, y = red_middle(page)
            assert x == pytest.approx(mark["x"] + mark["width"] / 2, abs=2)
            assert y == pytest.approx(mark["y"] + mark["height"] / 2, abs=2)
            page.close()


def rules(policy: str) -> list[str]:
    """What a page may load, in no order."""
    return [rule.strip() for rule in policy.split(";")]


def test_without_a_server_there_is_no_picture(cast: Cast, settings: Settings) -> None:
    client = two_waiting(cast)
    plain = client.get(BOARD)
    assert b"<image" not in plain.content
    assert "底图" not in plain.content.decode()
    assert "img-src 'self' data: blob:" in rules(plain["Content-Security-Policy"])
    name_server(
        settings, "https://t0.tianditu.gov.cn/vec?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=1"
    )
    named = client.get(BOARD)
    assert "img-src 'self' data: blob: https://t0.tianditu.gov.cn" in rules(
        named["Content-Security-Policy"]
    )
    assert b"TILEMATRIX=1" in named.content


@pytest.mark.parametrize(
    "address",
    [
        "t0.tianditu.gov.cn/{z}/{x}/{y}.png",
        "https://{s}.tile.example/{z}/{x}/{y}.png",
        "https://tile.example/{z}/{x}.png",
        "https://tile.example;script-src */{z}/{x}/{y}.png",
    ],
)
def test_a_server_that_cannot_be_right_is_refused_in_words(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="NUANBAN_MAP_TILES 写得不对"):
        picture_server(address)
