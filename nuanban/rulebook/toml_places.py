"""Where a value stands in a TOML file, so that an error can point at it."""

import re
from collections.abc import Sequence

from nuanban.rulebook.faults import Place

_TABLE = re.compile(r"^\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w\-]+)\s*=\s*")


class TomlPlaces:
    """Finds lines by table, turn (of `[[…]]`, from 0) and key."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._lines: dict[tuple[str, int, str], tuple[int, int]] = {}
        self._read(text.splitlines())

    def _read(self, lines: Sequence[str]) -> None:
        table, turns = "", dict[str, int]()
        for number, line in enumerate(lines, 1):
            head = _TABLE.match(line)
            key = _KEY.match(line)
            if head:
                table = head.group(2)
                turns[table] = turns.get(table, -1) + 1
                self._lines.setdefault((table, turns[table], ""), (number, 1))
            elif key:
                place = (number, key.end() + 1)
                self._lines.setdefault((table, turns.get(table, 0), key.group(1)), place)

    def of(self, table: str = "", turn: int = 0, key: str = "", *, inside: bool = False) -> Place:
        """The place of a key's value, of its table, or the file; `inside`: behind the quote."""
        found = self._lines.get((table, turn, key)) or self._lines.get((table, turn, ""))
        if found is None:
            return Place(self.file)
        return Place(self.file, found[0], found[1] + int(inside))
