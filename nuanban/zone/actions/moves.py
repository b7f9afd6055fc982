"""The moves of a ticket: call, miss, hold, forward, finish, and undo within a minute."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from nuanban.cases import actions as cases
from nuanban.cases import queries as case_queries
from nuanban.cases.enums import Channel
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day
from nuanban.lib.errors import Refusal, residents_read
from nuanban.offices.queries import Window
from nuanban.zone.enums import Lane, TicketState
from nuanban.zone.models import AT_A_WINDOW, Ticket
from nuanban.zone.notify import board_changed
from nuanban.zone.queue import Waiting, WindowSkills, choose, overtaken_by
from nuanban.zone.snapshot import skills_of, waiting_at
from nuanban.zone.states import MOVES

UNDO_WITHIN = timedelta(seconds=60)
_KEPT = (
    "state",
    "window_id",
    "forwarded_to_id",
    "server_id",
    "item_id",
    "skill",
    "note",
    "calls",
    "misses",
)
_KEPT_MOMENTS = ("queued_at", "called_at", "started_at", "missed_at", "returned_at", "ended_at")


@residents_read
class TicketMoved(Refusal):
    """{label} 现在是“{state}”，不能这样操作。请刷新后再看。"""


@residents_read
class WindowBusy(Refusal):
    """这个窗口正在接待 {label}，请先完成、暂停或转走。"""


class WindowClosed(Refusal):
    """这个窗口现在没有开放，请先在窗口设置里打开。"""


class TooLateToUndo(Refusal):
    """已经超过一分钟，不能撤回了。需要更正请找大厅负责人。"""


def _before(ticket: Ticket) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name in _KEPT:
        value = getattr(ticket, name)
        kept[name] = str(value) if isinstance(value, UUID) else value
    for name in _KEPT_MOMENTS:
        moment = getattr(ticket, name)
        kept[name] = moment.isoformat() if moment else None
    return kept


def _move(ticket: Ticket, name: str, by: Actor, at: datetime, **changes: Any) -> Ticket:
    """One move; the state stands in the WHERE clause, so two windows never get one person."""
    sources, target = MOVES[name]
    # In UTC, so that moments sort as they are written.
    moved_at = at.astimezone(UTC).isoformat()
    trace = {"name": name, "at": moved_at, "by": str(by.id), "before": _before(ticket)}
    try:
        with transaction.atomic():
            changed = Ticket.objects.filter(pk=ticket.pk, state=ticket.state).filter(
                state__in=sources
            )
            done = changed.update(state=target, last_move=trace, **changes)
    except IntegrityError:
        raise _busy(changes.get("window_id", ticket.window_id)) from None
    ticket.refresh_from_db()
    if not done:
        raise TicketMoved(label=ticket.label, state=TicketState(ticket.state).label)
    _tell(ticket, name, by, at)
    return ticket


def _busy(window_id: UUID | None) -> Refusal:
    there = Ticket.objects.filter(window=window_id, state__in=AT_A_WINDOW).first()
    return WindowBusy(label=there.label if there else "另一位群众")


def _tell(ticket: Ticket, name: str, by: Actor, at: datetime) -> None:
    record(
        f"zone.{name}",
        by=by,
        at=at,
        subject_id=ticket.resident_id,
        object_id=ticket.pk,
        site=ticket.site_id,
        payload={"window": str(ticket.window_id or "")},
    )
    board_changed(ticket.site_id)


def lock_queue(site: str) -> None:
    """One call at a time in a hall: the order of calling is decided by one reader."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"zone.queue.{site}"])


@transaction.atomic
def call_next(window: Window, *, by: Actor, at: datetime) -> Ticket | None:
    """Calls the next person for a window, or None when nobody it can serve waits."""
    if not window.is_open:
        raise WindowClosed
    lock_queue(window.site_id)
    there = Ticket.objects.filter(window=window, state__in=AT_A_WINDOW).first()
    if there is not None:
        raise WindowBusy(label=there.label)
    waiting = waiting_at(window.site_id, city_day(at))
    skills = skills_of(window)
    choice = choose(waiting, skills, at)
    if choice is None:
        return None
    passed = overtaken_by(choice, waiting, skills)
    Ticket.objects.filter(pk__in=passed).update(overtaken=F("overtaken") + 1)
    _count_for_returned(waiting, skills, choice.id)
    ticket = Ticket.objects.get(pk=choice.id)
    return _call(ticket, window, by, at, choice.text)


def _count_for_returned(waiting: Collection[Waiting], skills: WindowSkills, chosen: UUID) -> None:
    """Who came back lets two others go first: calls of windows that could have served them."""
    returned = [w.id for w in waiting if w.returned_at and w.id != chosen and skills.can_serve(w)]
    if returned:
        rows = Ticket.objects.filter(pk__in=returned)
        rows.update(calls_since_return=F("calls_since_return") + 1)


def _call(ticket: Ticket, window: Window, by: Actor, at: datetime, why: str) -> Ticket:
    server = by.id if by.kind == "staff" else None
    return _move(
        ticket,
        "next",
        by,
        at,
        window_id=window.pk,
        server_id=server,
        called_at=at,
        calls=1,
        call_reason=why,
    )


@transaction.atomic
def call_this(ticket: Ticket, window: Window, *, by: Actor, at: datetime) -> Ticket:
    """Calls one chosen person out of turn; the journal keeps who decided so."""
    lock_queue(window.site_id)
    return _call(ticket, window, by, at, "窗口指定")


@transaction.atomic
def recall(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """Calls the same person again."""
    return _move(ticket, "recall", by, at, called_at=at, calls=F("calls") + 1)


@transaction.atomic
def start(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """The person sits down."""
    return _move(ticket, "start", by, at, started_at=at)


@transaction.atomic
def miss(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """Nobody came. The person keeps a fair second chance."""
    return _move(ticket, "miss", by, at, missed_at=at, misses=F("misses") + 1, window_id=None)


@transaction.atomic
def give_back(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """A missed person is here again and waits with a short way to the front."""
    return _move(ticket, "return", by, at, returned_at=at, queued_at=at, calls_since_return=0)


@transaction.atomic
def hold(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """Puts a person aside for a moment (copying, fetching a paper); the window is free."""
    return _move(ticket, "hold", by, at)


@transaction.atomic
def resume(ticket: Ticket, window: Window, *, by: Actor, at: datetime) -> Ticket:
    """Goes on with a person who was put aside."""
    started_at = ticket.started_at or at
    return _move(ticket, "resume", by, at, window_id=window.pk, started_at=started_at)


@transaction.atomic
def forward(
    ticket: Ticket,
    *,
    to: Window | None,
    item: str | None,
    skill: str,
    note: str,
    by: Actor,
    at: datetime,
) -> Ticket:
    """Sends a person on to a window or item, in their place by first arrival, with a note."""
    return _move(
        ticket,
        "forward",
        by,
        at,
        forwarded_to_id=to.pk if to else None,
        window_id=None,
        item_id=item or ticket.item_id,
        skill="" if to else skill,
        forwarded_at=at,
        queued_at=at,
        note=note.strip(),
    )


@transaction.atomic
def finish(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """The person was served: counted once, in one channel."""
    started_at = ticket.started_at or ticket.called_at or at
    _move(ticket, "finish", by, at, ended_at=at, started_at=started_at)
    _count(ticket, by, at)
    return ticket


def _count(ticket: Ticket, by: Actor, at: datetime) -> None:
    is_zone = ticket.lane == Lane.PRIORITY or bool(ticket.groups)
    cases.record_serving(
        channel=Channel.ZONE if is_zone else Channel.ORDINARY,
        site=ticket.site_id,
        origin_id=ticket.pk,
        groups=ticket.groups,
        by=by,
        at=at,
        resident_id=ticket.resident_id,
        item=ticket.item_id,
        case=case_queries.cases_of_origin(ticket.pk).first(),
        started_at=ticket.started_at,
    )


@transaction.atomic
def cancel(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """The person does not want to wait, or the ticket was a slip."""
    return _move(ticket, "cancel", by, at, ended_at=at, window_id=None)


@transaction.atomic
def undo(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """Takes the last move back within a minute."""
    trace = ticket.last_move
    if trace is None or at - datetime.fromisoformat(trace["at"]) > UNDO_WITHIN:
        raise TooLateToUndo
    before = dict(trace["before"])
    for name in _KEPT_MOMENTS:
        before[name] = datetime.fromisoformat(before[name]) if before[name] else None
    try:
        with transaction.atomic():
            mine = Ticket.objects.filter(pk=ticket.pk, last_move=trace)
            done = mine.update(last_move=None, **before)
    except IntegrityError:
        raise _busy(before["window_id"]) from None
    ticket.refresh_from_db()
    if not done:
        raise TicketMoved(label=ticket.label, state=TicketState(ticket.state).label)
    if trace["name"] == "finish":
        cases.undo_serving(ticket.pk, by=by, at=at)
    _tell(ticket, "undone", by, at)
    return ticket
