"""Pairs of requests at the same moment, each on a connection of its own."""

import asyncio
import json
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PATH = "/api/v1/visits"
OTHERS = 3


@dataclass(frozen=True)
class Result:
    """What both were told."""

    statuses: tuple[int, int]
    offered: int

    @property
    def is_won_once(self) -> bool:
        """One has it; the other was refused and got three others."""
        return sorted(self.statuses) == [201, 409] and self.offered == OTHERS


Pair = tuple[dict[str, Any], dict[str, Any]]


async def contests(
    port: int, headers: Mapping[str, str], asked: Sequence[Pair], *, at_once: int, ends: float
) -> list[Result]:
    """All pairs, some at a time; stops when the time is over."""
    waiting, results = iter(asked), list[Result]()
    await asyncio.gather(*(_take(port, headers, waiting, results, ends) for _ in range(at_once)))
    return results


async def _take(
    port: int,
    headers: Mapping[str, str],
    waiting: Iterator[Pair],
    results: list[Result],
    ends: float,
) -> None:
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
    for pair in waiting:
        if time.perf_counter() > ends:
            break
        both = zip(lines, pair, strict=True)
        answers = await asyncio.gather(*(_ask(line, headers, body) for line, body in both))
        offered = next((len(body.get("slots", [])) for status, body in answers if status == 409), 0)
        results.append(Result((answers[0][0], answers[1][0]), offered))
    for _, writer in lines:
        writer.close()


async def _ask(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    headers: Mapping[str, str],
    body: dict[str, Any],
) -> tuple[int, dict[str, Any]]:
    reader, writer = line
    content = json.dumps(body).encode()
    lines = [
        f"POST {PATH} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(content)}",
        f"Idempotency-Key: {uuid.uuid4()}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    writer.write("\r\n".join([*lines, "", ""]).encode() + content)
    status = int((await reader.readline()).split()[1])
    length = 0
    while (line_read := await reader.readline()) not in (b"\r\n", b""):
        name, _, value = line_read.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    told = await reader.readexactly(length)
    return status, json.loads(told or b"{}")
