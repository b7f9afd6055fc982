"""The people who wait, in the order in which they will be called as things stand."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from nuanban.zone.queue.choose import DEFAULT_POLICY, by_arrival
from nuanban.zone.queue.people import Waiting
from nuanban.zone.queue.policy import QueuePolicy


class Line:
    """Sorted once, asked often: a burst of check-ins shares one line."""

    def __init__(self, waiting: Iterable[Waiting], policy: QueuePolicy = DEFAULT_POLICY) -> None:
        self.policy = policy
        self._people = sorted(waiting, key=self._place)
        self._places = [self._place(person) for person in self._people]

    def _place(self, person: Waiting) -> tuple[datetime, datetime, UUID]:
        return (self.policy.virtual_arrival(person), *by_arrival(person))

    def ahead_of(self, person: Waiting) -> int:
        """How many people here now will be called before this one, whether or not it is here."""
        return bisect_left(self._places, self._place(person))

    def first(self, count: int) -> list[Waiting]:
        return self._people[:count]
