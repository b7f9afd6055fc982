"""How long planning may take. The clock comes from outside; the planner has none."""

from collections.abc import Callable


class Limit:
    """Seconds from now on, by a clock that never goes back."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self.seconds = seconds
        self.clock = clock
        self._end = clock() + seconds
        self.was_hit = False

    def extend(self, seconds: float) -> None:
        """Ends later, but no more work is begun for it: a slow minute changes no plan."""
        self._end += seconds

    def left(self) -> float:
        """Seconds that are left; below 0 when it took longer."""
        return self._end - self.clock()

    def is_over(self, reserve: float = 0.0) -> bool:
        """Whether no more than `reserve` seconds are left; remembers having said so."""
        over = self.left() <= reserve
        self.was_hit = self.was_hit or over
        return over


def steps_only(seconds: float = 60.0) -> Limit:
    """As many steps as fit into these seconds; no clock ends them: the same answer everywhere."""
    return Limit(seconds, lambda: 0.0)
