"""How long planning may take. The clock comes from outside; the planner has none."""

from collections.abc import Callable
from typing import Self


class Limit:
    """Seconds from now on, by a clock that never goes back; without a clock only steps count."""

    def __init__(self, seconds: float, clock: Callable[[], float] | None) -> None:
        self.seconds = seconds
        self.clock = clock
        self._end = self._now() + seconds
        self.was_hit = False

    def _now(self) -> float:
        return 0.0 if self.clock is None else self.clock()

    def part(self, share: float) -> Self:
        """A limit of its own over a share of what is left."""
        return type(self)(self.left() * share, self.clock)

    def extend(self, seconds: float) -> None:
        """Ends later, but no more work is begun for it: a slow minute changes no plan."""
        self._end += seconds

    def left(self) -> float:
        """Seconds that are left; below 0 when it took longer."""
        return self._end - self._now()

    def at_most(self, seconds: float) -> float | None:
        """When a tool with a clock of its own shall stop: after so many seconds, or never."""
        return None if self.clock is None else seconds

    def is_over(self, reserve: float = 0.0) -> bool:
        """Whether no more than `reserve` seconds are left; remembers having said so."""
        over = self.left() <= reserve
        self.was_hit = self.was_hit or over
        return over


def steps_only(seconds: float = 60.0) -> Limit:
    """As many steps as fit into these seconds; no clock ends them: the same answer everywhere."""
    return Limit(seconds, None)
