"""The life of something as a table of moves: from which states, and to which."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

S = TypeVar("S", bound=str)


class Moves(Generic[S]):
    """Moves by name."""

    def __init__(self, table: Mapping[str, tuple[frozenset[S], S]]) -> None:
        self._table = dict(table)

    def __getitem__(self, name: str) -> tuple[frozenset[S], S]:
        return self._table[name]

    def possible(self, state: str) -> list[str]:
        """Names of the moves that can be made from `state`."""
        return [name for name, (sources, _) in self._table.items() if state in sources]

    def make(self, row: Any, name: str, too_late: type[Exception], **changes: Any) -> None:
        """Moves a row of a table where it still stands; raises when somebody was faster."""
        sources, target = self._table[name]
        standing = type(row).objects.filter(pk=row.pk, state__in=sources)
        if not standing.update(state=target, **changes):
            raise too_late
        row.refresh_from_db()
