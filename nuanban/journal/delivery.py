"""Delivery of entries to their readers: one procrastinate job for each, deferred with the deed.

Readers run at least once, in any order; a reader keeps its effect single by a unique key.
"""

from collections import defaultdict
from collections.abc import Callable

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from nuanban.journal.models import Entry

Reader = Callable[[Entry], None]
_readers: dict[str, dict[str, Reader]] = defaultdict(dict)
ATTEMPTS = 8


def reads(*kinds: str) -> Callable[[Reader], Reader]:
    """Decorator: the function reads entries of these kinds, some time after their commit."""

    def register(reader: Reader) -> Reader:
        for kind in kinds:
            _readers[kind][f"{reader.__module__}.{reader.__name__}"] = reader
        return reader

    return register


def defer(entry: Entry) -> None:
    """Queues the entry for each of its readers, in the running transaction."""
    for name in _readers.get(entry.kind, ()):
        deliver.defer(entry_id=entry.pk, reader=name)


@app.task(
    name="journal.deliver",
    queue="journal",
    retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=2),
)
def deliver(*, entry_id: int, reader: str) -> None:
    """Runs one reader on one entry."""
    entry = Entry.objects.get(pk=entry_id)
    found = _readers[entry.kind].get(reader)
    if found is not None:
        found(entry)
