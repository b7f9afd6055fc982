"""A reader is killed in the middle: the next one goes on, and nothing is counted twice."""

import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection

from nuanban.feeds.actions import ReadElsewhere, read
from nuanban.feeds.enums import DeliveryState
from nuanban.feeds.models import Delivery, Line, QuarantinedRow
from nuanban.feeds.tests.files import aid_list, both, bring, neighbours
from nuanban.feeds.tests.test_spoilt_files import holds
from nuanban.residents.models import Status
from tests.cast import MONDAY_9, Cast


class KillAt:
    """Lets the n-th statement be the last one."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.left -= 1
        if self.left < 0:
            raise OperationalError("the line was cut")
        return execute(sql, params, many, context)


def _in_a_thread(deed: Callable[[], None]) -> None:
    """With a connection of its own, which dies with it."""

    def run() -> None:
        try:
            deed()
        except OperationalError:
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def _read_until(delivery: Delivery, statements: int) -> None:
    with connection.execute_wrapper(KillAt(statements)):
        read(Delivery.objects.get(pk=delivery.pk), clock=lambda: MONDAY_9)


@pytest.mark.parametrize("statements", [1, 6, 11, 16, 21, 26, 31, 36, 41, 46, 56, 66, 86])
def test_a_killed_reader_is_followed_by_one_that_goes_on(
    committed: Cast, statements: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["nuanban.feeds.actions.read"], "BATCH", 2)
    people = [*both(committed), *neighbours(4)]
    delivery = bring(aid_list(people) + b"spoilt\n")
    for more in (0, 3):
        _in_a_thread(lambda more=more: _read_until(delivery, statements + more))  # type: ignore[misc]
        holds(delivery)
    read(delivery, clock=lambda: MONDAY_9)
    holds(delivery)
    assert delivery.state == DeliveryState.KEPT
    assert (delivery.rows_in, delivery.accepted, delivery.quarantined) == (7, 6, 1)
    assert Line.objects.filter(delivery=delivery, written_at=None).count() == 0
    assert QuarantinedRow.objects.count() == 1
    assert Status.objects.filter(withdrawn_at=None).count() == 6


def test_two_readers_at_once_count_every_row_once(committed: Cast) -> None:
    delivery = bring(aid_list([*both(committed), *neighbours(4)]))
    refused: list[str] = []

    def one() -> None:
        try:
            read(Delivery.objects.get(pk=delivery.pk), clock=lambda: MONDAY_9)
        except ReadElsewhere as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    holds(delivery)
    assert (delivery.state, delivery.accepted) == (DeliveryState.KEPT, 6)
