"""A part that dies is started again: at once, then with longer and longer pauses."""

import sys
from pathlib import Path

import pytest

from config.cli.parts import LONGEST_PAUSE, SETTLED_AFTER, Child, Part, parts

DIES = Part("dying", [sys.executable, "-c", "import sys; sys.exit('我走了')"])


class Clock:
    """Time that passes only when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


@pytest.fixture
def child(tmp_path: Path, clock: Clock) -> Child:
    """A part that dies right after its start."""
    return Child(DIES, {}, tmp_path, clock)


def die(child: Child) -> None:
    """Waits for the death and lets it be noted."""
    assert child.process is not None
    child.process.wait()
    assert child.watch()
    assert child.process is None


def test_pauses_grow_up_to_a_limit(child: Child, clock: Clock) -> None:
    pauses = []
    child.start()
    for _ in range(9):
        die(child)
        assert not child.watch()
        pauses.append(round(child.next_start - clock.now, 1))
        clock.now = child.next_start
        assert child.watch()
    die(child)
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, LONGEST_PAUSE, LONGEST_PAUSE]
    assert child.state() == {"name": "dying", "pid": None, "restarts": 9}


def test_a_part_that_worked_for_a_while_starts_again_at_once(child: Child, clock: Clock) -> None:
    child.start()
    child.pause = LONGEST_PAUSE
    clock.now += SETTLED_AFTER + 1
    die(child)
    assert child.next_start - clock.now == pytest.approx(0.1)


def test_its_last_words_are_kept(child: Child) -> None:
    child.start()
    die(child)
    assert child.last_words() == "我走了"


def test_a_part_that_does_not_listen_is_ended_by_force(tmp_path: Path, clock: Clock) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    child = Child(Part("deaf", [sys.executable, "-c", deaf]), {}, tmp_path, clock)
    child.start()
    child.ask_to_stop()
    child.stop(until=clock.now + 0.2)
    assert child.process is None


def test_pages_and_streams_have_neighbouring_ports_and_no_door_to_the_outside() -> None:
    web, stream = (list(part.command) for part in parts(8000)[:2])
    assert web[web.index("--port") + 1] == "8000"
    assert stream[stream.index("--port") + 1] == "8001"
    assert {line[line.index("--host") + 1] for line in (web, stream)} == {"127.0.0.1"}
