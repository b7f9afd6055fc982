"""A part that dies is started again: at once, then with longer and longer pauses."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from config.cli.children import LONGEST_PAUSE, SETTLED_AFTER, Child, end_strays
from config.cli.home import Home
from config.cli.parts import Part
from nuanban.lib.keys import new_key
from tests.engine.running import eventually, is_alive


def say_and_go() -> None:
    """A short life."""
    os.write(1, "我走了\n".encode())


def hear_nothing() -> None:
    """A life without an end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)


def say_keys() -> None:
    """Writes what nobody else may ever write."""
    for _ in range(20):
        os.write(1, f"{new_key()} {new_key().int & (1 << 62) - 1:x}\n".encode())


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
    return Child(Part("dying", say_and_go), tmp_path, clock)


def die(child: Child) -> None:
    """Waits for the death and lets it be noted."""
    assert child.process is not None
    child.process.join()
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
    child = Child(Part("deaf", hear_nothing), tmp_path, clock)
    child.start()
    child.ask_to_stop()
    child.stop(until=clock.now + 0.2)
    assert child.process is None


def parent_of_a_deaf_part(folder: Path) -> None:
    """Starts a part and is killed."""
    with Home(folder).alone():
        child = Child(Part("deaf", hear_nothing), folder, seconds_after_parent=0.1)
        child.start()
        eventually(child.log.exists)
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_part_that_does_not_listen_ends_soon_after_its_parent(tmp_path: Path) -> None:
    parent = multiprocessing.get_context("fork").Process(
        target=parent_of_a_deaf_part, args=(tmp_path,)
    )
    parent.start()
    parent.join()
    # Whoever starts next is not kept out meanwhile.
    with Home(tmp_path).alone():
        assert eventually(lambda: not writers_to(tmp_path / "deaf.log"))


def writers_to(log: Path) -> list[int]:
    """The living processes that write to a log."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if _writes(entry, log)]


def _writes(process: Path, log: Path) -> bool:
    try:
        return process.name.isdigit() and (process / "fd" / "1").readlink() == log
    except OSError:
        return False


def test_workers_left_behind_are_known_by_their_log(tmp_path: Path) -> None:
    child = Child(Part("web", hear_nothing), tmp_path)
    other = Child(Part("other", hear_nothing), tmp_path)
    child.start()
    other.start()
    assert child.process is not None
    assert other.process is not None
    assert eventually(lambda: child.log.exists() and other.log.exists())
    assert eventually(lambda: _is_ended(child, tmp_path))
    assert is_alive(other.process.pid or 0)
    child.stop(until=0)
    other.stop(until=0)


def _is_ended(child: Child, folder: Path) -> bool:
    # A process that has not yet opened its log is found the next time.
    end_strays(folder, [child.part.name])
    return child.process is not None and not child.process.is_alive()


def test_no_two_parts_ever_make_the_same_key(tmp_path: Path) -> None:
    new_key()
    children = [Child(Part(name, say_keys), tmp_path) for name in ("one", "two", "three")]
    for child in children:
        child.start()
    for child in children:
        child.stop(until=time.monotonic() + 5)
    tails = [line.split()[1] for child in children for line in child.log.read_text().splitlines()]
    assert len(set(tails)) == len(tails) == 60
