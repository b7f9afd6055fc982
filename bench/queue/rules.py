"""Three ways to say who is next: ours, first come first served, and strict priority."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from nuanban.zone.queue import Choice, Lane, QueuePolicy, Reason, Waiting, WindowSkills, choose
from nuanban.zone.queue.choose import DEFAULT_POLICY, by_arrival
from nuanban.zone.queue.people import servable

Rule = Callable[[Sequence[Waiting], WindowSkills, datetime], Choice | None]


def with_policy(policy: QueuePolicy) -> Rule:
    def rule(waiting: Sequence[Waiting], window: WindowSkills, clock: datetime) -> Choice | None:
        return choose(waiting, window, clock, policy)

    return rule


def first_come(waiting: Sequence[Waiting], window: WindowSkills, clock: datetime) -> Choice | None:
    return _least(servable(waiting, window), clock, by_arrival)


def strict_priority(
    waiting: Sequence[Waiting], window: WindowSkills, clock: datetime
) -> Choice | None:
    def order(person: Waiting) -> tuple[bool, tuple[datetime, UUID]]:
        return person.lane is Lane.ORDINARY, by_arrival(person)

    return _least(servable(waiting, window), clock, order)


def _least(
    people: list[Waiting], clock: datetime, order: Callable[[Waiting], Any]
) -> Choice | None:
    """An appointment is a promise under every rule; otherwise the least by ``order``."""
    due = [person for person in people if DEFAULT_POLICY.keeps_appointment(person, clock)]
    person = min(due or people, key=order, default=None)
    return Choice(person.id, Reason.ARRIVAL, "") if person else None
