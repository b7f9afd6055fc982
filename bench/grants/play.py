"""Workers killed at random while a run is carried out."""

import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.engine.running import environment

WORKERS = 2
STEPS = "bench.grants.steps"


@dataclass(frozen=True)
class Outcome:
    """How often workers were killed, and how long it took."""

    kills: int
    seconds: float


def step(home: Path, *words: str, seconds: float = 300) -> str:
    """One step to its end; what it printed last."""
    done = subprocess.run(
        [sys.executable, "-m", STEPS, str(home), *words],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout.split()[-1]


def carry_under_kills(home: Path, run: str, *, kills: int, seed: int, pause: float) -> Outcome:
    """Two workers at a time; each is killed `pause` seconds after it began, on average.

    After the last kill the workers are left alone until the run has ended.
    """
    chance, begun, killed = random.Random(seed), time.monotonic(), 0
    workers = [_worker(home, run) for _ in range(WORKERS)]
    while killed < kills and any(w.poll() is None for w in workers):
        time.sleep(chance.uniform(0.3, 1.7) * pause)
        turn = chance.randrange(WORKERS)
        if workers[turn].poll() is None:
            workers[turn].kill()
            killed += 1
        workers[turn].wait()
        workers[turn] = _worker(home, run)
    for worker in workers:
        worker.wait(timeout=600)
    return Outcome(killed, time.monotonic() - begun)


def _worker(home: Path, run: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", STEPS, str(home), "work", run],
        env=environment(),
        stdout=subprocess.DEVNULL,
    )
