"""A release carried out by the real queue, whose workers are killed again and again."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils import timezone

from bench.grants.play import STEPS
from nuanban.journal.sweeping import give_back_orphans
from nuanban.proactive.actions import resume_runs
from nuanban.proactive.enums import RunState
from nuanban.proactive.models import Run
from tests.engine.running import environment

WORKERS = 2
# The queue's workers say every ten seconds that they live.
SILENCE_SECONDS = 15
LOOK_EVERY = 0.25


@dataclass(frozen=True)
class Limits:
    """How often, how far apart (seconds), and how long one release may take at most."""

    kills: int
    pause: tuple[float, float]
    most_seconds: float


@dataclass
class Course:
    """What happened to one release."""

    kills: int = 0
    seconds: float = 0.0
    after_last_kill: float = 0.0
    left: int = 0
    failed: int = 0


class Workers:
    """Processes of the queue, each in a group of its own."""

    def __init__(self, home: Path, log: Path) -> None:
        self.home, self.log = home, log.open("ab")
        self.alive = [self._one() for _ in range(WORKERS)]

    def _one(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", STEPS, str(self.home), "queue"],
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=self.log,
            start_new_session=True,
        )

    def kill(self, chance: random.Random) -> None:
        """One of them ends at once; another one takes its place."""
        turn = chance.randrange(WORKERS)
        self._end(self.alive[turn])
        self.alive[turn] = self._one()

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """All of them end."""
        for process in self.alive:
            self._end(process)
        self.log.close()


def carry_under_kills(home: Path, run: Run, limits: Limits, seed: int) -> Course:
    """Until the run has ended and the queue is empty, or the time is over."""
    course, chance, begun = Course(), random.Random(seed), time.monotonic()
    workers = Workers(home, home.parent / "workers.log")
    next_kill = begun + chance.uniform(*limits.pause)
    last_kill = begun
    try:
        while time.monotonic() - begun < limits.most_seconds:
            # What the keeper does.
            give_back_orphans(SILENCE_SECONDS)
            resume_runs(at=timezone.now())
            if _is_over(run):
                break
            if course.kills < limits.kills and time.monotonic() >= next_kill:
                workers.kill(chance)
                course.kills += 1
                last_kill = time.monotonic()
                next_kill = last_kill + chance.uniform(*limits.pause)
            time.sleep(LOOK_EVERY)
    finally:
        workers.stop()
    course.seconds = time.monotonic() - begun
    course.after_last_kill = time.monotonic() - last_kill
    course.left = _jobs("todo", "doing")
    course.failed = _jobs("failed", "aborted")
    return course


def _is_over(run: Run) -> bool:
    ended = Run.objects.filter(pk=run.pk, state=RunState.RELEASED).exists()
    return ended and not _jobs("todo", "doing")


def _jobs(*states: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status::text = ANY(%s)", [list(states)]
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0
