"""A small HTTP client for load: keep-alive connections, bounded by count and time."""

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

Body = Callable[[int], dict[str, object]]


@dataclass
class Sent:
    """What came back: milliseconds of each answer with the wished status, and the others."""

    milliseconds: list[float] = field(default_factory=list)
    others: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Good answers per second."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds below which `share` (0–1) of the answers stay."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass(frozen=True)
class Target:
    """Where the requests go: loopback only."""

    port: int
    path: str
    token: str
    wished: int


async def send(target: Target, body: Body, *, clients: int, seconds: float) -> Sent:
    """Sends until the time is over, each client waiting for its answer."""
    sent = Sent()
    begun = time.perf_counter()
    ends = begun + seconds
    await asyncio.gather(*(_client(target, body, n, ends, sent) for n in range(clients)))
    sent.seconds = time.perf_counter() - begun
    return sent


async def _client(target: Target, body: Body, number: int, ends: float, sent: Sent) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
    turn = number * 1_000_000
    while time.perf_counter() < ends:
        turn += 1
        begun = time.perf_counter()
        writer.write(_request(target, body(turn)))
        status = await _answer(reader)
        if status == target.wished:
            sent.milliseconds.append((time.perf_counter() - begun) * 1000)
        else:
            sent.others[status] = sent.others.get(status, 0) + 1
    writer.close()


def _request(target: Target, body: dict[str, object]) -> bytes:
    content = json.dumps(body).encode()
    head = (
        f"POST {target.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {target.token}\r\nIdempotency-Key: {uuid.uuid4()}\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            await reader.readexactly(int(line[15:]))
    return status
