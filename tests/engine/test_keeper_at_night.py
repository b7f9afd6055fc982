"""The keeper makes the list of doors in the night, beside its other work."""

import threading

import pytest

from config.management.commands import keep


class Nights(threading.Event):
    """Notes how long somebody waits, and is over after some waits."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left, self.waits = left, list[float]()

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        self.left -= 1
        return self.left < 0


def test_a_night_that_fails_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def broken(at: object) -> None:
        asked.append(at)
        raise ValueError

    monkeypatch.setattr("nuanban.knocks.actions.gather_nightly", broken)
    # The connection belongs to the test.
    monkeypatch.setattr(keep, "close_old_connections", lambda: None)
    nights = Nights(2)
    keep._knock(nights)
    assert len(asked) == 1
    assert nights.waits == [60.0, 600.0, 60.0]
