"""Many windows and kiosks at once, with real threads and real commits."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.db import connection

from nuanban.journal.actions import Answer, Operation, OperationRunning, fingerprint_of, run_once
from nuanban.lib.keys import new_key
from nuanban.offices import actions as offices
from nuanban.offices.queries import Window
from nuanban.zone import actions
from nuanban.zone.enums import TicketState, Via
from nuanban.zone.queries import Ticket
from tests.cast import Cast

T = TypeVar("T")


def at_once(deeds: Sequence[Callable[[], T]], threads: int = 8) -> list[T]:
    """Runs deeds in threads, each with a connection of its own."""

    def run(deed: Callable[[], T]) -> T:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, deeds))


def _come(cast: Cast) -> str:
    arrival = actions.Arrival(site=cast.site, via=Via.TYPED)
    return str(actions.check_in(arrival, by=cast.by_kiosk, at=cast.at).ticket.label)


def test_forty_people_at_eight_kiosks_get_forty_numbers_in_a_row(committed: Cast) -> None:
    labels = at_once([lambda: _come(committed)] * 40)
    assert sorted(labels) == [f"B{n:03d}" for n in range(1, 41)]


def _windows(cast: Cast, count: int) -> list[Window]:
    return [
        offices.set_window(
            site=cast.site,
            code=f"X{n}",
            name=f"{n}",
            area="",
            skills=[],
            is_zone=False,
            is_open=True,
            by=cast.by(),
            at=cast.at,
        )
        for n in range(count)
    ]


def _next(cast: Cast, window: Window) -> UUID | None:
    try:
        ticket = actions.call_next(window, by=cast.by(), at=cast.at)
    except actions.WindowBusy:
        return None
    return ticket.pk if ticket else None


def test_two_windows_never_get_one_person(committed: Cast) -> None:
    for _ in range(12):
        _come(committed)
    windows = _windows(committed, 8)
    presses = [partial(_next, committed, window) for window in windows * 3]
    called = [key for key in at_once(presses) if key is not None]
    assert len(called) == 8
    assert max(Counter(called).values()) == 1
    assert Ticket.objects.filter(state=TicketState.CALLED).count() == 8


def test_one_operation_key_has_one_effect(committed: Cast) -> None:
    operation = Operation(new_key(), "device:1", fingerprint_of("same"))

    def press() -> object:
        try:
            return run_once(operation, lambda: Answer(201, _come(committed))).body
        except OperationRunning:
            return "running"

    answers = set(at_once([press] * 20)) - {"running"}
    assert answers == {"B001"}
    assert Ticket.objects.count() == 1
