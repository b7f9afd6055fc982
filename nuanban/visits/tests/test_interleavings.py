"""A kept time: confirmed, given back, run out, called off, in every order and at once."""

import itertools
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction

from nuanban.lib.errors import Refusal
from nuanban.visits import actions
from nuanban.visits.enums import BOOKED, VisitState
from nuanban.visits.models import Stop, Visit
from nuanban.visits.tests.days import one_crew, slots, wish
from tests.cast import MONDAY_9, Cast

BEFORE, AFTER = timedelta(minutes=9), timedelta(minutes=11)


def deeds(cast: Cast, visit: Visit) -> dict[str, Callable[[], object]]:
    """What may happen to a held visit; each with the row as it was when the page was drawn."""
    other = slots(wish(cast, cast.liu))[-1]

    def stale() -> Visit:
        return Visit.objects.get(pk=visit.pk)

    drawn = [stale() for _ in range(5)]
    by = cast.by()
    return {
        "confirm": lambda: actions.confirm(drawn[0], by=by, at=MONDAY_9 + BEFORE),
        "confirm late": lambda: actions.confirm(drawn[1], by=by, at=MONDAY_9 + AFTER),
        "lapse": lambda: actions.free_lapsed(at=MONDAY_9 + AFTER),
        "let go": lambda: actions.let_go(drawn[2], by=by, at=MONDAY_9 + BEFORE),
        "cancel": lambda: actions.cancel(drawn[3], why="不用了", by=by, at=MONDAY_9 + BEFORE),
        "rebook": lambda: actions.rebook(drawn[4], other, by=by, at=MONDAY_9 + BEFORE),
    }


def is_whole(visit: Visit) -> bool:
    """A stop for whoever has a time, none for others; nobody is held for ever."""
    visit.refresh_from_db()
    stops = Stop.objects.filter(visit=visit).count()
    return stops == (1 if visit.state in BOOKED else 0) and (
        (visit.held_until is not None) == (visit.state == VisitState.HELD)
    )


def test_a_kept_time_is_whole_after_every_order_of_deeds(cast: Cast) -> None:
    one_crew(cast)
    visit = wish(cast)
    actions.hold(visit, slots(visit)[0], by=cast.by(), at=MONDAY_9)
    in_time = [name for name in deeds(cast, visit) if name != "confirm late"]
    for order in itertools.permutations(in_time, 3):
        with transaction.atomic():
            may = deeds(cast, visit)
            for name in order:
                with suppress(Refusal):
                    may[name]()
                assert is_whole(visit), order
            transaction.set_rollback(True)


def test_confirmed_in_time_it_is_never_let_lapse_and_late_it_is_never_promised(cast: Cast) -> None:
    one_crew(cast)
    visit = wish(cast)
    actions.hold(visit, slots(visit)[0], by=cast.by(), at=MONDAY_9)
    may = deeds(cast, visit)
    with pytest.raises(actions.SlotUnknown):
        may["confirm late"]()
    may["confirm"]()
    may["lapse"]()
    visit.refresh_from_db()
    assert visit.state == VisitState.PROMISED


@pytest.mark.parametrize(
    "both", [("confirm", "lapse"), ("confirm", "cancel"), ("rebook", "lapse"), ("let go", "lapse")]
)
def test_two_deeds_at_once_leave_one_whole_visit(committed: Cast, both: tuple[str, str]) -> None:
    one_crew(committed)
    visit = wish(committed)
    actions.hold(visit, slots(visit)[0], by=committed.by(), at=MONDAY_9)
    may, begin = deeds(committed, visit), threading.Barrier(2)

    def press(name: str) -> None:
        begin.wait()
        with suppress(Refusal):
            may[name]()
        connection.close()

    threads = [threading.Thread(target=press, args=(name,)) for name in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert is_whole(visit)
