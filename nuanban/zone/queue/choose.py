"""Who is next at a window. One pure function: same people, window and clock, same answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from nuanban.zone.queue.people import Lane, Waiting, WindowSkills, servable
from nuanban.zone.queue.policy import QueuePolicy


class Reason(StrEnum):
    """Why this person is next, from the strongest reason to the weakest."""

    OVERTAKEN_CAP = "overtaken_cap"
    WAITING_CAP = "waiting_cap"
    APPOINTMENT = "appointment"
    RETURNED = "returned"
    FORWARDED = "forwarded"
    PRIORITY = "priority"
    ARRIVAL = "arrival"
    ONLY_ONE = "only_one"


@dataclass(frozen=True, slots=True)
class Choice:
    id: UUID
    reason: Reason
    text: str
    """One Chinese sentence for staff; never shown on the hall's board."""


DEFAULT_POLICY = QueuePolicy()


def choose(
    waiting: Sequence[Waiting],
    window: WindowSkills,
    clock: datetime,
    policy: QueuePolicy = DEFAULT_POLICY,
) -> Choice | None:
    """The next person for this window, or None when it can serve nobody. O(len(waiting)).

    Nobody is overtaken more than ``policy.overtaken_cap`` times: once at the cap a person is only
    behind people who came earlier and are at the cap too.
    """
    people = servable(waiting, window)
    if not people:
        return None
    person, reason = _next_of(people, window, clock, policy)
    if len(people) == 1:
        reason = Reason.ONLY_ONE
    return Choice(person.id, reason, _sentence(reason, person, clock, policy))


def _next_of(
    people: list[Waiting], window: WindowSkills, clock: datetime, policy: QueuePolicy
) -> tuple[Waiting, Reason]:
    if person := _at_overtaken_cap(people, policy):
        return person, Reason.OVERTAKEN_CAP
    if person := _past_waiting_cap(people, clock, policy):
        return person, Reason.WAITING_CAP
    if person := _with_appointment(people, clock, policy):
        return person, Reason.APPOINTMENT
    person = _by_virtual_arrival(people, window, clock, policy)
    return person, _reason_in_turn(person)


def overtaken_by(
    choice: Choice, waiting: Sequence[Waiting], window: WindowSkills
) -> frozenset[UUID]:
    """Everybody who came earlier than the chosen one and could have been served here instead."""
    chosen = next(person for person in waiting if person.id == choice.id)
    return frozenset(
        person.id for person in servable(waiting, window) if by_arrival(person) < by_arrival(chosen)
    )


def by_arrival(person: Waiting) -> tuple[datetime, UUID]:
    return person.arrived_at, person.id


def _at_overtaken_cap(people: list[Waiting], policy: QueuePolicy) -> Waiting | None:
    capped = [person for person in people if person.overtaken >= policy.overtaken_cap]
    return min(capped, key=by_arrival, default=None)


def _past_waiting_cap(
    people: list[Waiting], clock: datetime, policy: QueuePolicy
) -> Waiting | None:
    limit = clock - policy.waiting_cap
    late = [p for p in people if p.arrived_at <= limit and _may_go_now(p, policy)]
    return min(late, key=by_arrival, default=None)


def _with_appointment(
    people: list[Waiting], clock: datetime, policy: QueuePolicy
) -> Waiting | None:
    due = [p for p in people if policy.keeps_appointment(p, clock) and not policy.owes_calls(p)]
    return min(due, key=lambda p: (p.appointment_at or p.arrived_at, by_arrival(p)), default=None)


def _by_virtual_arrival(
    people: list[Waiting], window: WindowSkills, clock: datetime, policy: QueuePolicy
) -> Waiting:
    """A window never idles: whoever should hold back is still called when nobody else waits."""

    def order(person: Waiting) -> tuple[bool, bool, datetime, tuple[datetime, UUID]]:
        waits_for_another = (
            not window.meets_needs_of(person) and clock - person.arrived_at < policy.needs_wait
        )
        return (
            policy.owes_calls(person),
            waits_for_another,
            policy.virtual_arrival(person),
            by_arrival(person),
        )

    return min(people, key=order)


def _may_go_now(person: Waiting, policy: QueuePolicy) -> bool:
    misses_are_few = person.misses <= policy.misses_with_second_chance
    return misses_are_few and not policy.owes_calls(person)


def _reason_in_turn(person: Waiting) -> Reason:
    if person.returned_at is not None:
        return Reason.RETURNED
    if person.forwarded_at is not None:
        return Reason.FORWARDED
    return Reason.PRIORITY if person.lane is Lane.PRIORITY else Reason.ARRIVAL


def _sentence(reason: Reason, person: Waiting, clock: datetime, policy: QueuePolicy) -> str:
    waited = int((clock - person.arrived_at).total_seconds() // 60)
    head_start = int(policy.head_start.total_seconds() // 60)
    match reason:
        case Reason.OVERTAKEN_CAP:
            return f"已有 {person.overtaken} 位后来的人先办了，现在该轮到这一位。"
        case Reason.WAITING_CAP:
            return f"已经等了 {waited} 分钟，等得太久，先请这一位。"
        case Reason.APPOINTMENT:
            return "约好的时间到了，按时来的，先请这一位。"
        case Reason.RETURNED:
            return "刚才过了号，现在回来了，请这一位。"
        case Reason.FORWARDED:
            return "从别的窗口转来的，按最初到达的时间排。"
        case Reason.PRIORITY:
            return f"优先号：按早到 {head_start} 分钟来排。"
        case Reason.ARRIVAL:
            return "按先来后到。"
        case Reason.ONLY_ONE:
            return "这个窗口能办的，眼下只有这一位在等。"
