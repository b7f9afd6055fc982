"""The window that somebody is told, around the moment at which they are planned."""

from collections.abc import Collection, Mapping, Sequence

from nuanban.visits.clock import HOUR
from nuanban.visits.models import DAY_SECONDS

WIDTH = 2 * HOUR
# Rounded to what people can keep in mind.
STEPS = (HOUR // 2, HOUR // 4, 300, 60)


def promise_window(
    start: int, taken: Collection[int | None], told: Sequence[int] | None = None, begins: int = 0
) -> tuple[int, int]:
    """Two hours that begin shortly before `start`; what was told already stays as it was.

    Nobody is told to wait before the crew sets out (`begins`).

    No two windows of a crew begin in the same second (`taken`).
    """
    if told:
        return _free(int(told[0]), taken), int(told[1])
    rounded = [start // step * step for step in STEPS]
    sooner = min(start, max(begins, (start - HOUR // 2) // STEPS[0] * STEPS[0]))
    first = next((one for one in (sooner, *rounded, start) if one not in taken), start)
    while first in taken:
        first -= 1
    return first, min(first + WIDTH, DAY_SECONDS - 1)


def promise_windows(
    starts: Mapping[str, int],
    taken: Collection[int | None],
    promises: Mapping[str, Sequence[int]],
    begins: int,
) -> dict[str, tuple[int, int]]:
    """Windows of those who are new in a route, by the key of their visit."""
    kept, found = set(taken), {}
    for key, start in sorted(starts.items(), key=lambda one: one[1]):
        found[key] = promise_window(start, kept, promises.get(key), begins)
        kept.add(found[key][0])
    return found


def _free(first: int, taken: Collection[int | None]) -> int:
    while first in taken:
        first += 1
    return first
