"""Any provider behind one small JSON interface.

POST {receiver_key, to, text} → 200 {receipt, cost_fen}; GET ?receiver_key=… → the same, or 404.
A small bridge turns it into what a city's provider speaks.
"""

import json
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from nuanban.notices.gateways import Away, Declined, NoAnswer, Receipt

TIMEOUT_SECONDS = 10
LONGEST_ANSWER = 65_536
LONGEST_RECEIPT = 200
# The other side is there and has not taken the message.
_NOT_TAKEN = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


class HttpGateway:
    """`url` is the address of the provider or its bridge; `token` goes into Authorization."""

    def __init__(self, url: str, token: str = "", timeout: float = TIMEOUT_SECONDS) -> None:
        place = urlsplit(url)
        if place.scheme not in ("http", "https") or not place.hostname:
            raise ValueError(f"NUANBAN_SMS_URL 不是网址：{url}")
        self.place, self.timeout = place, timeout
        self.headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def send(self, receiver_key: str, to: str, text: str) -> Receipt:
        """Sends one message."""
        body = json.dumps({"receiver_key": receiver_key, "to": to, "text": text}).encode()
        status, answer = self._ask("POST", self.place.path or "/", body, receiver_key)
        if status in (HTTPStatus.OK, HTTPStatus.CREATED):
            return _receipt(answer)
        said = f"{status} {answer.decode('utf-8', 'replace')[:LONGEST_RECEIPT]}"
        if status in _NOT_TAKEN:
            raise Away(said)
        raise (Declined if 400 <= status < 500 else NoAnswer)(said)

    def find(self, receiver_key: str) -> Receipt | None:
        """Asks for the receipt of a key."""
        path = f"{self.place.path or '/'}?{urlencode({'receiver_key': receiver_key})}"
        status, answer = self._ask("GET", path, None, receiver_key)
        if status == HTTPStatus.NOT_FOUND:
            return None
        if status != HTTPStatus.OK:
            raise NoAnswer(str(status))
        return _receipt(answer)

    def _ask(self, method: str, path: str, body: bytes | None, key: str) -> tuple[int, bytes]:
        secure = self.place.scheme == "https"
        connect = HTTPSConnection if secure else HTTPConnection
        connection = connect(self.place.hostname or "", self.place.port, timeout=self.timeout)
        try:
            try:
                connection.connect()
            except OSError as fault:
                raise Away(f"连不上：{fault}") from None
            # Keys are ASCII; a header could not carry anything else.
            headers = {**self.headers, "Idempotency-Key": key} if key.isascii() else self.headers
            connection.request(method, path, body, headers)
            answer: HTTPResponse = connection.getresponse()
            return answer.status, answer.read(LONGEST_ANSWER)
        except (OSError, HTTPException) as fault:
            raise NoAnswer(f"没有回音：{type(fault).__name__}") from None
        finally:
            connection.close()


def _receipt(answer: bytes) -> Receipt:
    """A taken message with an answer that cannot be read is one without an answer."""
    try:
        told = json.loads(answer)
        return Receipt(str(told["receipt"])[:LONGEST_RECEIPT], max(0, int(told.get("cost_fen", 0))))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoAnswer("回执读不懂") from None
