"""Seconds of named steps, measured around functions where they are called."""

from collections import defaultdict
from collections.abc import Callable
from time import perf_counter
from typing import Any


class Clock:
    """Adds up what each step took."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def timed(self, step: str, deed: Callable[[], Any]) -> Any:
        """Does it and adds its time."""
        begun = perf_counter()
        try:
            return deed()
        finally:
            self.seconds[step] += perf_counter() - begun

    def watch(self, room: Any, name: str, step: str) -> None:
        """From now on every call of this function adds to the step."""
        deed = getattr(room, name)

        def watched(*args: Any, **words: Any) -> Any:
            return self.timed(step, lambda: deed(*args, **words))

        setattr(room, name, watched)

    def take(self) -> dict[str, float]:
        """What was added since the last time."""
        found = dict(self.seconds)
        self.seconds.clear()
        return found
