"""Kiosks that never lose count: each keeps its own log, forced to the disk, outside the database.

A kiosk asks again with the same key until it has an answer it can print. What it was told is in
its log before it goes on, so the logs can be compared with the database afterwards.
"""

import http.client
import json
import os
import random
import threading
import time
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from nuanban.lib.id_numbers import check_character

ADDRESS = "/api/v1/zone/check-ins"
SITE = "430600-1"
ANSWER_SECONDS = 15.0
# How often a kiosk prints a second time from the answer to the same key.
REPLAY_SHARE = 0.1


@dataclass
class Tally:
    """What all kiosks met: statuses, lost answers, answers that broke the contract."""

    statuses: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    broken: list[str] = field(default_factory=list)
    longest_wait: float = 0.0
    last_good_start: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: int, asked_at: float) -> None:
        """One answer; `asked_at` on the monotonic clock."""
        with self.lock:
            self.statuses[status] += 1
            if status == http.HTTPStatus.CREATED:
                self.last_good_start = max(self.last_good_start, asked_at)

    def note_lost(self) -> None:
        """An answer that never came: nobody knows whether the deed was done."""
        with self.lock:
            self.lost += 1

    def note_broken(self, why: str) -> None:
        """An answer that a kiosk cannot trust."""
        with self.lock:
            self.broken.append(why)

    def note_wait(self, seconds: float) -> None:
        """From the first asking to the printed ticket."""
        with self.lock:
            self.longest_wait = max(self.longest_wait, seconds)


class Kiosk(threading.Thread):
    """One kiosk: people come to it one after the other until `closing`."""

    def __init__(self, port: int, token: str, log: Path, seed: int, tally: Tally) -> None:
        super().__init__(name=log.stem, daemon=True)
        self.port, self.token, self.log, self.tally = port, token, log, tally
        self.chance = random.Random(seed)
        self.closing = threading.Event()
        self.door: http.client.HTTPConnection | None = None

    def run(self) -> None:
        with self.log.open("a", encoding="utf-8") as paper:
            while not self.closing.is_set():
                self._serve_one(paper)
        self._shut()

    def _serve_one(self, paper: IO[str]) -> None:
        key = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        body = self._person()
        began = time.monotonic()
        printed = self._ask_until_answered(paper, key, body)
        self.tally.note_wait(time.monotonic() - began)
        if printed is None or self.chance.random() > REPLAY_SHARE:
            return
        again = self._ask_until_answered(paper, key, body)
        if again is not None and again != printed:
            self.tally.note_broken(f"another answer to the same key {key}")

    def _person(self) -> dict[str, str]:
        """A stranger: half of them with a card, whose number must be sealed."""
        if self.chance.random() < 0.5:
            return {"site": SITE, "via": "typed"}
        born = f"{self.chance.randint(1930, 2005)}{self.chance.randint(1, 12):02d}15"
        number = f"430699{born}{self.chance.randint(1, 999):03d}"
        return {"site": SITE, "via": "card", "id_number": number + check_character(number)}

    def _ask_until_answered(
        self, paper: IO[str], key: uuid.UUID, body: dict[str, str]
    ) -> dict[str, Any] | None:
        pause = 0.02
        while True:
            status, answer = self._ask(key, body)
            self._write_down(paper, key, body, status, answer)
            if status == http.HTTPStatus.CREATED:
                return answer
            if http.HTTPStatus.BAD_REQUEST <= status < 500 and status not in (409, 429):
                self.tally.note_broken(f"{status} for an honest request: {answer}")
                return None
            time.sleep(pause * (0.5 + self.chance.random()))
            pause = min(pause * 2, 0.5)

    def _write_down(
        self,
        paper: IO[str],
        key: uuid.UUID,
        body: dict[str, str],
        status: int,
        answer: dict[str, Any] | None,
    ) -> None:
        told = {"key": str(key), "request": body, "status": status, "answer": answer}
        if status == 0:
            told["answer"] = "unknown"
        paper.write(json.dumps(told, ensure_ascii=False) + "\n")
        paper.flush()
        os.fsync(paper.fileno())

    def _ask(self, key: uuid.UUID, body: dict[str, str]) -> tuple[int, dict[str, Any] | None]:
        """Status and answer; 0 when the answer was lost."""
        asked_at = time.monotonic()
        try:
            status, kind, content = self._send(key, json.dumps(body))
        except (OSError, http.client.HTTPException):
            self._shut()
            self.tally.note_lost()
            return 0, None
        self.tally.note(status, asked_at)
        return status, self._read(status, kind, content)

    def _send(self, key: uuid.UUID, content: str) -> tuple[int, str, bytes]:
        if self.door is None:
            self.door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(key),
        }
        self.door.request("POST", ADDRESS, content, headers)
        response = self.door.getresponse()
        return response.status, response.headers.get("Content-Type", ""), response.read()

    def _read(self, status: int, kind: str, content: bytes) -> dict[str, Any] | None:
        wanted = "application/json" if status < 400 else "application/problem+json"
        try:
            answer = json.loads(content)
        except ValueError:
            answer = None
        if not kind.startswith(wanted) or not isinstance(answer, dict):
            self.tally.note_broken(f"{status} with {kind}: {content[:80]!r}")
            return None
        return answer

    def _shut(self) -> None:
        if self.door is not None:
            with suppress(OSError):
                self.door.close()
        self.door = None
