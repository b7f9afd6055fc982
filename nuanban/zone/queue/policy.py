"""The numbers a hall may set, in one place, with the reason for each default."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nuanban.zone.queue.people import Lane, Waiting


@dataclass(frozen=True, slots=True)
class QueuePolicy:
    """Defaults were tuned with ``python -m bench.queue``; see bench/queue/README.md."""

    head_start: timedelta = timedelta(minutes=25)
    """A priority person counts as having come this much earlier."""
    overtaken_cap: int = 15
    """After being overtaken this often a person is next, whoever else waits."""
    waiting_cap: timedelta = timedelta(minutes=90)
    """Past this wait people are called strictly in the order they came."""
    appointment_early: timedelta = timedelta(minutes=0)
    """An appointment begins to count this long before its time."""
    appointment_late: timedelta = timedelta(minutes=15)
    """Who checks in later than this after the appointed time queues like everybody else."""
    calls_before_second_chance: int = 2
    """Who missed the call and came back lets this many people go first, then is next."""
    misses_with_second_chance: int = 2
    """After more misses the person queues again from the moment of return. Only a guide
    takes somebody off the list."""
    needs_wait: timedelta = timedelta(minutes=6)
    """How long a person is kept for a window that meets their needs."""

    def __post_init__(self) -> None:
        if self.overtaken_cap < 1 or self.calls_before_second_chance < 0:
            raise ValueError("overtaken_cap must be >= 1, calls_before_second_chance >= 0")
        if self.head_start < timedelta(0) or self.waiting_cap <= self.head_start:
            raise ValueError("head_start must be >= 0 and below waiting_cap")

    def virtual_arrival(self, person: Waiting) -> datetime:
        """The moment that decides the order: the earlier, the sooner called."""
        since = person.arrived_at
        if person.returned_at and person.misses > self.misses_with_second_chance:
            since = person.returned_at
        return since - self.head_start if person.lane is Lane.PRIORITY else since

    def keeps_appointment(self, person: Waiting, clock: datetime) -> bool:
        """Came in time, and the appointed time has come."""
        at = person.appointment_at
        if at is None or person.arrived_at > at + self.appointment_late:
            return False
        return clock >= at - self.appointment_early

    def owes_calls(self, person: Waiting) -> bool:
        """Came back after a missed call and has not yet let the others go first."""
        return (
            person.returned_at is not None
            and person.misses <= self.misses_with_second_chance
            and person.calls_since_return < self.calls_before_second_chance
        )
