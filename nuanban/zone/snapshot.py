"""The hall as the queue's mind sees it: who waits, which windows call, how long a service takes."""

import time as clocks
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, When

from nuanban.lib.days import city_day
from nuanban.offices import queries as offices
from nuanban.offices.queries import Window
from nuanban.zone.enums import TicketState
from nuanban.zone.models import AT_A_WINDOW, Ticket
from nuanban.zone.queue import (
    Lane,
    Outlook,
    Pace,
    QueuePolicy,
    Waiting,
    WaitRange,
    WindowAhead,
    WindowSkills,
    ahead_of,
    estimate,
    expected_free_at,
)

POLICY = QueuePolicy()

PRIOR = Pace(mean=8.0, spread=6.0)
LEARN_FROM = 60
KEPT_SECONDS = 1.0
PRIOR_PER_HOUR = 12.0
# In a crowd only the front of the queue is looked at; what stands behind has the same pace.
FRONT = 300
NO_WINDOW_MINUTES = 240


@dataclass(frozen=True)
class Hall:
    """One moment of one hall. Newcomers of the same kind within it share one estimate."""

    waiting: Sequence[Waiting]
    windows: Sequence[WindowAhead]
    outlook: Outlook
    crowd: int = 0
    estimates: dict[tuple[str, str], WaitRange] = field(default_factory=dict)
    ahead: dict[tuple[str, str], int] = field(default_factory=dict)

    def ahead_of_newcomer(self, person: Waiting) -> int:
        """How many will be called before somebody who comes now."""
        key = (person.lane.value, person.area)
        if key not in self.ahead:
            behind = self.crowd - len(self.waiting)
            self.ahead[key] = ahead_of(person, self.waiting) + behind
        return self.ahead[key]


@dataclass(frozen=True)
class _Kept:
    """A hall as it was read at `at`, when the machine's own clock showed `looked`."""

    looked: float
    at: datetime
    hall: Hall

    def is_fresh(self, at: datetime) -> bool:
        """By both clocks: a day that is replayed runs faster than the one on the wall."""
        apart = abs(at - self.at).total_seconds()
        return max(clocks.monotonic() - self.looked, apart) < KEPT_SECONDS


_halls: dict[tuple[str, date], _Kept] = {}


_FIELDS = (
    "id",
    "lane",
    "arrived_at",
    "skill",
    "appointment_at",
    "forwarded_at",
    "returned_at",
    "misses",
    "calls_since_return",
    "overtaken",
    "forwarded_to__code",
)


def waiting_at(site: str, day: date) -> list[Waiting]:
    """Everybody who waits at a site today."""
    rows = Ticket.objects.filter(site_id=site, day=day, state=TicketState.WAITING)
    return [_waiting(*row) for row in rows.values_list(*_FIELDS).order_by()]


def front_of(site: str, day: date) -> tuple[list[Waiting], int]:
    """The front of the queue, and how many wait in all."""
    waiting = Ticket.objects.filter(site_id=site, day=day, state=TicketState.WAITING)
    head_start = POLICY.head_start
    turn = Case(
        When(lane=Lane.PRIORITY.value, then=F("arrived_at") - head_start), default=F("arrived_at")
    )
    rows = waiting.values_list(*_FIELDS).order_by(turn)[:FRONT]
    front = [_waiting(*row) for row in rows]
    return front, waiting.count() if len(front) == FRONT else len(front)


def _waiting(
    key: UUID,
    lane: str,
    arrived_at: datetime,
    skill: str,
    appointment_at: datetime | None,
    forwarded_at: datetime | None,
    returned_at: datetime | None,
    misses: int,
    calls_since_return: int,
    overtaken: int,
    only_window: str | None,
) -> Waiting:
    return Waiting(
        id=key,
        lane=Lane(lane),
        arrived_at=arrived_at,
        area=skill,
        only_window=only_window or "",
        appointment_at=appointment_at,
        forwarded_at=forwarded_at,
        returned_at=returned_at,
        misses=misses,
        calls_since_return=calls_since_return,
        overtaken=overtaken,
    )


def skills_of(window: Window) -> WindowSkills:
    """What a window takes; an empty list of departments means all."""
    return WindowSkills(code=window.code, areas=frozenset(window.skills))


def hall_now(site: str, at: datetime) -> Hall:
    """The hall, read anew at most once a second: a burst of check-ins shares one reading."""
    key = (site, city_day(at))
    kept = _halls.get(key)
    if kept is not None and kept.is_fresh(at):
        return kept.hall
    hall = read_hall(site, at)
    _halls.clear()
    _halls[key] = _Kept(clocks.monotonic(), at, hall)
    return hall


def read_hall(site: str, at: datetime) -> Hall:
    """The hall at `at`, straight from the database."""
    day = city_day(at)
    pace = PRIOR.learned_from(_minutes_today(site, day))
    front, crowd = front_of(site, day)
    outlook = Outlook(pace=pace, priority_per_hour=_priority_per_hour(site, day, at))
    return Hall(front, _windows(site, day, at, pace), outlook, crowd)


def _priority_per_hour(site: str, day: date, at: datetime) -> float:
    """Priority people of the last hour, and two hours of an ordinary day as a prior."""
    since = at - timedelta(hours=1)
    came = Ticket.objects.filter(
        site_id=site, day=day, lane=Lane.PRIORITY.value, arrived_at__gt=since, arrived_at__lte=at
    )
    return (came.count() + 2 * PRIOR_PER_HOUR) / 3


def _minutes_today(site: str, day: date) -> list[float]:
    done = Ticket.objects.filter(
        site_id=site, day=day, state=TicketState.FINISHED, called_at__isnull=False
    ).order_by("-ended_at")
    spans = done.annotate(span=F("ended_at") - F("called_at")).values_list("span", flat=True)
    return [span.total_seconds() / 60 for span in spans[:LEARN_FROM]]


def _windows(site: str, day: date, at: datetime, pace: Pace) -> list[WindowAhead]:
    busy = dict(
        Ticket.objects.filter(site_id=site, day=day, state__in=AT_A_WINDOW).values_list(
            "window_id", "called_at"
        )
    )
    ahead = []
    for window in offices.windows_of(site).filter(is_open=True):
        since = busy.get(window.pk)
        free_at = expected_free_at(since, at, pace) if since else at
        ahead.append(WindowAhead(skills_of(window), free_at))
    return ahead


def wait_of(person: Waiting, hall: Hall, at: datetime) -> WaitRange:
    """An honest range; where no window serves the person today, half a day is said."""
    key = (person.lane.value, person.area)
    if key not in hall.estimates:
        found = estimate(person, hall.waiting, hall.windows, at, outlook=hall.outlook)
        hall.estimates[key] = _for_crowd(found, hall) or WaitRange(0, NO_WINDOW_MINUTES)
    return hall.estimates[key]


def _for_crowd(found: WaitRange | None, hall: Hall) -> WaitRange | None:
    """What stands behind the front moves at the same pace."""
    if found is None or hall.crowd <= FRONT:
        return found
    factor = hall.crowd / FRONT
    return WaitRange(int(found.low_minutes * factor), int(found.high_minutes * factor))
