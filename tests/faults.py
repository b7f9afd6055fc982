"""Making things fail on purpose: the n-th statement, the answer of a COMMIT."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest import mock

from django.db import OperationalError, connection, transaction

LOST = "the line was cut"
# Where Django sends it; there is no public door.
COMMIT = "_commit"


class FailAt:
    """Lets the n-th statement fail, before or after the database did it."""

    def __init__(self, number: int, *, after: bool = False) -> None:
        self.number, self.after, self.seen = number, after, 0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.seen += 1
        if self.seen != self.number:
            return execute(sql, params, many, context)
        if self.after:
            execute(sql, params, many, context)
        raise OperationalError(LOST)


def broken_at_every_statement(deed: Callable[[], object], *, most: int) -> Iterator[int]:
    """Does the deed again and again, cut off one statement later each time; ends when it is whole.

    Each time the database is as before, and what the caller does with it is taken back.
    """
    for number in range(1, most + 1):
        with transaction.atomic():
            fault = FailAt(number)
            with suppress(OperationalError), connection.execute_wrapper(fault):
                deed()
            if fault.seen < number:
                transaction.set_rollback(True)
                return
            yield number
            transaction.set_rollback(True)
    raise AssertionError(f"there are more statements than {most}")


@contextmanager
def lost_commit() -> Iterator[None]:
    """The next COMMIT happens, and nobody hears of it."""
    commit = getattr(connection, COMMIT)

    def deaf() -> None:
        patched.stop()
        commit()
        raise OperationalError(LOST)

    patched = mock.patch.object(connection, COMMIT, deaf)
    patched.start()
    try:
        yield
    finally:
        patched.stop()
