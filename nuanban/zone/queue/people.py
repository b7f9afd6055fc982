"""Who waits, and what a window can do: the only things the queue's mind looks at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Lane(StrEnum):
    PRIORITY = "priority"
    ORDINARY = "ordinary"


BOTH_LANES = frozenset(Lane)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person who sits in the hall now and can be called. All moments are aware.

    A person who was missed and has not come back is not waiting and is left out of the list.
    """

    id: UUID
    lane: Lane
    arrived_at: datetime
    """First check-in of the day; it stays the same when the person is forwarded or comes back."""
    area: str = ""
    """Window area that serves the item; "" = every window does."""
    skills: frozenset[str] = frozenset()
    """Skills without which the item cannot be done."""
    needs: frozenset[str] = frozenset()
    """Needs that some window open now can meet: worth a short wait, never a bar."""
    only_window: str = ""
    """Code of the one window this person was forwarded to; "" = any."""
    appointment_at: datetime | None = None
    forwarded_at: datetime | None = None
    returned_at: datetime | None = None
    misses: int = 0
    calls_since_return: int = 0
    """Calls since the return made by windows that could have served this person."""
    overtaken: int = 0
    """People who arrived later and were called first by a window that could have served this one;
    the caller adds one for everybody in ``overtaken_by``."""


@dataclass(frozen=True, slots=True)
class WindowSkills:
    """What one window can do now."""

    code: str
    areas: frozenset[str] = field(default_factory=frozenset)
    """Areas it serves; empty = all of them."""
    skills: frozenset[str] = frozenset()
    lanes: frozenset[Lane] = BOTH_LANES

    def can_serve(self, person: Waiting) -> bool:
        return (
            person.lane in self.lanes
            and person.only_window in ("", self.code)
            and (not self.areas or not person.area or person.area in self.areas)
            and person.skills <= self.skills
        )

    def meets_needs_of(self, person: Waiting) -> bool:
        return person.needs <= self.skills


def servable(waiting: Iterable[Waiting], window: WindowSkills) -> list[Waiting]:
    return [person for person in waiting if window.can_serve(person)]
