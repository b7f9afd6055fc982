"""What reckons a whole city outlives the limits that stop a stuck page."""

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from nuanban.lib.copying import take_time


def _sleep_past_the_limit(*, takes_time: bool) -> None:
    with connection.cursor() as cursor:
        # A connection of its own, whose transactions may last half a second.
        cursor.execute("SET SESSION transaction_timeout = '500ms'")
        cursor.execute("BEGIN")
        if takes_time:
            take_time(cursor.cursor)
        cursor.execute("SELECT pg_sleep(0.7)")
        cursor.execute("ROLLBACK")
        cursor.execute("RESET transaction_timeout")


def test_a_reckoning_that_takes_its_time_is_not_cut_off(committed: object) -> None:
    _sleep_past_the_limit(takes_time=True)


def test_a_stuck_transaction_is_cut_off(committed: object) -> None:
    with pytest.raises(DatabaseError):
        _sleep_past_the_limit(takes_time=False)
    connection.close()
