"""`python -m bench.hall`: how fast the city starts, calls reach the board, pages arrive."""

import argparse
import gzip
import json
import statistics
import tempfile
import threading
import time
import uuid
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from bench.running import city, token_of

PAGES = ("/", "/items/", "/items/SG-RS-01/", "/figures/", "/login/")
ROUNDS = 30


def _ask(port: int, method: str, path: str, token: str = "", body: object = None) -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    content = json.dumps(body).encode() if body is not None else None
    connection.request(method, path, content, headers)
    answer = connection.getresponse()
    found = answer.read()
    location = answer.headers.get("Location")
    connection.close()
    return location.encode() if location and answer.status in (302, 307) else found


class Screen(threading.Thread):
    """Listens to the stream and notes when each number was shown."""

    def __init__(self, port: int, token: str) -> None:
        super().__init__(daemon=True)
        path = "/api/v1/zone/board/stream?site=430600-1"
        place = urlsplit(_ask(port, "GET", path, token).decode())
        self.connection = HTTPConnection("127.0.0.1", place.port or port, timeout=60)
        self.connection.request("GET", f"{place.path}?{place.query}")
        self.shown: dict[str, float] = {}

    def run(self) -> None:
        """Until the server ends the stream."""
        answer = self.connection.getresponse()
        while line := answer.readline():
            if line.startswith(b"data:") and b"called" in line:
                for call in json.loads(line[5:])["called"]:
                    self.shown.setdefault(call["number"], time.perf_counter())


def board_delay(home: Path, port: int, calls: int = 40) -> list[float]:
    """Milliseconds from the window's key to the number on the stream."""
    window, kiosk = token_of(home, "window"), token_of(home, "kiosk")
    screen = Screen(port, kiosk)
    screen.start()
    time.sleep(1)
    delays = []
    for _ in range(calls):
        _ask(port, "POST", "/api/v1/zone/check-ins", kiosk, {"site": "430600-1", "via": "typed"})
        begun = time.perf_counter()
        called = _ask(port, "POST", "/api/v1/zone/windows/W3/next", window, {})
        ticket = json.loads(called)["ticket"]
        while ticket["number"] not in screen.shown and time.perf_counter() - begun < 5:
            time.sleep(0.001)
        delays.append((screen.shown[ticket["number"]] - begun) * 1000)
        _ask(port, "POST", f"/api/v1/zone/tickets/{ticket['id']}/finish", window, {})
    return delays


def page_line(port: int, path: str) -> str:
    """Weight and time of one page."""
    body, times = b"", []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        body = _ask(port, "GET", path)
        times.append((time.perf_counter() - begun) * 1000)
    packed = len(gzip.compress(body))
    return (
        f"{path:<22}{len(body) / 1024:7.1f} kB  gzip {packed / 1024:5.1f} kB   "
        f"p50 {statistics.median(times):6.1f} ms  p95 {sorted(times)[-2]:6.1f} ms"
    )


def main() -> None:
    """Starts a city twice; measures in the second one."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--port", type=int, default=8470)
    words.add_argument("--residents", type=int, default=20_000)
    wish = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with city(home, wish.port, wish.residents) as seconds:
            print(f"first start, {wish.residents} residents: {seconds:.1f} s")
        with city(home, wish.port, wish.residents) as seconds:
            print(f"second start: {seconds:.1f} s")
            delays = sorted(board_delay(home, wish.port))
            p95 = delays[int(len(delays) * 0.95)]
            print(f"call to board: p50 {statistics.median(delays):.0f} ms, p95 {p95:.0f} ms")
            for path in PAGES:
                print(page_line(wish.port, path))


if __name__ == "__main__":
    main()
