"""The way to a real provider: what its answers mean, and what silence means."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from nuanban.notices.gateways import Away, Declined, GatewayTrouble, NoAnswer, Receipt
from nuanban.notices.gateways.http import HttpGateway
from nuanban.notices.tests.writing import PHONE


class Provider(HTTPServer):
    """Answers with `status`; remembers what it took."""

    status, answer = 200, b""
    taken: dict[str, dict[str, str]]
    authorization: str | None = None


class Counter(BaseHTTPRequestHandler):
    """Its counter."""

    server: Provider

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.authorization = self.headers["Authorization"]
        if self.server.status == 200:
            self.server.taken[body["receiver_key"]] = body
        self._say(self.server.status, self.server.answer or b'{"receipt": "R1", "cost_fen": 5}')

    def do_GET(self) -> None:
        key = parse_qs(urlsplit(self.path).query)["receiver_key"][0]
        known = key in self.server.taken
        self._say(200 if known else 404, b'{"receipt": "R1"}' if known else b"{}")

    def _say(self, status: int, body: bytes) -> None:
        if status == 0:
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Quiet."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider on a port of its own."""
    server = Provider(("127.0.0.1", 0), Counter)
    server.taken = {}
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def gateway_to(provider: Provider) -> HttpGateway:
    return HttpGateway(f"http://127.0.0.1:{provider.server_port}/sms", token="secret")


def test_a_message_is_taken_and_found_again(provider: Provider) -> None:
    gateway = gateway_to(provider)
    assert gateway.find("k/1") is None
    assert gateway.send("k/1", PHONE, "您好") == Receipt("R1", 5)
    assert provider.taken["k/1"] == {"receiver_key": "k/1", "to": PHONE, "text": "您好"}
    assert provider.authorization == "Bearer secret"
    assert gateway.find("k/1") == Receipt("R1", 0)


@pytest.mark.parametrize(
    ("status", "answer", "means"),
    [
        (400, b"bad number", Declined),
        (422, b"", Declined),
        (429, b"", Away),
        (503, b"", Away),
        (500, b"", NoAnswer),
        (200, b"thanks", NoAnswer),
        (200, b"[]", NoAnswer),
        (0, b"", NoAnswer),
    ],
)
def test_what_answers_mean(
    provider: Provider, status: int, answer: bytes, means: type[GatewayTrouble]
) -> None:
    provider.status, provider.answer = status, answer
    with pytest.raises(means):
        gateway_to(provider).send("k1", PHONE, "您好")


def test_nobody_there_is_no_question(provider: Provider) -> None:
    gateway = HttpGateway("http://127.0.0.1:9/sms", timeout=1)
    with pytest.raises(Away):
        gateway.send("k1", PHONE, "您好")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "sms.example", "ftp://x/"])
def test_only_web_addresses_are_asked(address: str) -> None:
    with pytest.raises(ValueError, match="NUANBAN_SMS_URL"):
        HttpGateway(address)
