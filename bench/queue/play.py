"""Play one day: the same visitors and windows under one rule of choosing."""

import heapq
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bench.queue.hall import MEAN_SERVICE, MISSED_CALL_MINUTES, SERVICE_SPREAD, Day, Visitor
from bench.queue.rules import Rule
from nuanban.zone.queue import (
    Lane,
    Line,
    Outlook,
    Pace,
    QueuePolicy,
    Waiting,
    WaitRange,
    WindowAhead,
    WindowSkills,
    estimate,
    expected_free_at,
    overtaken_by,
)

OPENING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass(slots=True)
class Wait:
    """What one visitor met before being called for the first time."""

    priority: bool
    by_appointment: bool
    minutes: float
    """From check-in, or from the appointed time if that was later, to the first call. A visitor
    who was not there when called does not make the hall slower."""
    overtaken: int
    shown: WaitRange | None


@dataclass(slots=True)
class Booth:
    """One window and what it is doing."""

    skills: WindowSkills
    lunch: tuple[float, float]
    since: float | None = None
    """Start of the running service; None = idle."""
    back_at: float = 0.0


@dataclass(slots=True)
class Hall:
    day: Day
    rule: Rule
    policy: QueuePolicy
    booths: list[Booth]
    show_ranges: bool
    waiting: dict[UUID, Waiting] = field(default_factory=dict)
    visitors: dict[UUID, Visitor] = field(default_factory=dict)
    waited: set[UUID] = field(default_factory=set)
    shown: dict[UUID, WaitRange | None] = field(default_factory=dict)
    finished: list[float] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    walked_out: int = 0
    _events: list[tuple[float, int, str, int]] = field(default_factory=list)
    _order: int = 0

    def play(self) -> None:
        for visitor in self.day.visitors:
            self._at(visitor.arrives, "arrive", visitor.number)
        by_number = {visitor.number: visitor for visitor in self.day.visitors}
        while self._events:
            now, _, what, number = heapq.heappop(self._events)
            if what == "free":
                self.booths[number].since = None
            else:
                self._person(now, what, by_number[number])
            self._call_to_idle_booths(now)

    def _at(self, when: float, what: str, number: int) -> None:
        self._order += 1
        heapq.heappush(self._events, (when, self._order, what, number))

    def _person(self, now: float, what: str, visitor: Visitor) -> None:
        key = UUID(int=visitor.number)
        if what == "leave":
            if key in self.waiting and key not in self.waited:
                del self.waiting[key]
                self.walked_out += 1
            return
        if what == "arrive":
            person = self._check_in(now, key, visitor)
        elif what == "back":
            person = replace(self._gone[key], returned_at=_moment(now), calls_since_return=0)
        else:
            person = replace(self._gone[key], forwarded_at=_moment(now))
        self.waiting[key] = person

    _gone: dict[UUID, Waiting] = field(default_factory=dict)

    def _check_in(self, now: float, key: UUID, visitor: Visitor) -> Waiting:
        self.visitors[key] = visitor
        if visitor.patience < 1e6:
            self._at(now + visitor.patience, "leave", visitor.number)
        person = Waiting(
            id=key,
            lane=Lane.PRIORITY if visitor.priority else Lane.ORDINARY,
            arrived_at=_moment(now),
            area=visitor.area,
            appointment_at=None if visitor.appointment is None else _moment(visitor.appointment),
        )
        if self.show_ranges:
            self.shown[key] = self._range_for(person, now)
        return person

    def _range_for(self, person: Waiting, now: float) -> WaitRange | None:
        clock = _moment(now)
        pace = Pace(MEAN_SERVICE, SERVICE_SPREAD).learned_from(self.finished)
        ahead = [
            WindowAhead(
                booth.skills,
                clock
                if booth.since is None
                else expected_free_at(_moment(booth.since), clock, pace),
                ((_moment(booth.lunch[0]), _moment(booth.lunch[1])),),
            )
            for booth in self.booths
        ]
        hours = max(now, 60.0) / 60
        so_far = sum(visitor.priority for visitor in self.visitors.values())
        outlook = Outlook(pace=pace, priority_per_hour=so_far / hours)
        line = Line(self.waiting.values(), self.policy)
        return estimate(person, line, ahead, clock, outlook=outlook)

    def _call_to_idle_booths(self, now: float) -> None:
        for number, booth in enumerate(self.booths):
            begins, ends = booth.lunch
            if booth.since is not None:
                continue
            if begins <= now < ends:
                booth.since = now
                self._at(ends, "free", number)
                continue
            self._call(now, number, booth)

    def _call(self, now: float, number: int, booth: Booth) -> None:
        people = list(self.waiting.values())
        choice = self.rule(people, booth.skills, _moment(now))
        if choice is None:
            return
        for key in overtaken_by(choice, people, booth.skills):
            person = self.waiting[key]
            self.waiting[key] = replace(person, overtaken=person.overtaken + 1)
        person = self.waiting.pop(choice.id)
        for key, other in self.waiting.items():
            if other.returned_at and booth.skills.can_serve(other):
                calls = other.calls_since_return + 1
                self.waiting[key] = replace(other, calls_since_return=calls)
        booth.since = now
        self._at(now + self._serve(now, person), "free", number)

    def _note_wait(self, now: float, person: Waiting, visitor: Visitor) -> None:
        since = max(visitor.arrives, visitor.appointment or 0.0)
        kept = visitor.appointment is not None and visitor.arrives <= visitor.appointment + 15
        minutes = max(0.0, now - since)
        shown = self.shown.get(person.id)
        self.waits.append(Wait(visitor.priority, kept, minutes, person.overtaken, shown))
        self.waited.add(person.id)

    def _serve(self, now: float, person: Waiting) -> float:
        """Minutes the window is busy with this call."""
        visitor = self.visitors[person.id]
        if person.id not in self.waited:
            self._note_wait(now, person, visitor)
        if visitor.misses > person.misses:
            self._gone[person.id] = replace(person, misses=person.misses + 1)
            self._at(now + visitor.away, "back", visitor.number)
            return MISSED_CALL_MINUTES
        service = visitor.services[0 if person.forwarded_at is None else 1]
        self.finished.append(service)
        if person.forwarded_at is None and len(visitor.services) > 1:
            self._gone[person.id] = person
            self._at(now + service, "forward", visitor.number)
        return service


def _moment(minutes: float) -> datetime:
    return OPENING + timedelta(minutes=minutes)
