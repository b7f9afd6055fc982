"""Changing one table of a TOML text while the rest stays as it was written, comments included.

Only for the shapes that policies have: `[[name]]` tables and plain `key = value` lines. What comes
out is read again: when anything else than wished has changed, Unfit is raised.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_HEAD = re.compile(r"^\s*\[\[?\s*([\w.\-]+)\s*\]\]?\s*(#.*)?$")
_DAY = re.compile(r"\b(\d{4})-(\d\d-\d\d)\b")
_PLAIN = re.compile(r"^[A-Za-z0-9_\-]+$")


class Unfit(Exception):
    """The text has a shape that is better changed by hand."""


@dataclass(frozen=True)
class Block:
    """Lines `first` to `last` (not included) of one table; `turn` counts those of the same name."""

    name: str
    turn: int
    first: int
    last: int


def blocks_of(text: str) -> list[Block]:
    """The tables of a text, in order; comments before a header belong to that table."""
    lines = text.splitlines()
    heads = [(number, m.group(1)) for number, line in enumerate(lines) if (m := _HEAD.match(line))]
    turns: dict[str, int] = {}
    found = []
    for place, (number, name) in enumerate(heads):
        end = heads[place + 1][0] if place + 1 < len(heads) else len(lines)
        while place + 1 < len(heads) and end > number + 1 and _is_lead(lines[end - 1]):
            end -= 1
        found.append(Block(name, turns.get(name, 0), number, end))
        turns[name] = turns.get(name, 0) + 1
    return found


def _is_lead(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def written(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(written(one) for one in value)}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(k)} = {written(v)}' for k, v in value.items())} }}"
    return _text(str(value))


def _key(name: str) -> str:
    return name if _PLAIN.match(name) else _text(name)


def _text(value: str) -> str:
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    plain = "".join(marks.get(c, c if c >= " " and c != "\x7f" else " ") for c in value)
    return f'"{plain}"'


def table(name: str, values: Mapping[str, Any]) -> str:
    """One `[[name]]` table. Expressions stand in single quotes where they can."""
    return "\n".join([f"[[{name}]]", *(f"{k} = {_shown(k, v)}" for k, v in values.items())])


def _shown(key: str, value: Any) -> str:
    if key in ("when", "fen") and isinstance(value, str) and "'" not in value:
        return f"'{value}'"
    return written(value)


def add_table(text: str, name: str, values: Mapping[str, Any], *, after: str = "") -> str:
    """Adds a `[[name]]` table behind the last of its name, else behind the table `after`."""
    blocks, lines = blocks_of(text), text.splitlines()
    own = [b for b in blocks if b.name == name] or [b for b in blocks if b.name == after]
    place = own[-1].last if own else len(lines)
    new = table(name, values).splitlines()
    gap = [] if name.endswith(".values") or not lines else [""]
    changed = _joined([*lines[:place], *gap, *new, *lines[place:]])
    *path, last = name.split(".")

    def wish(whole: dict[str, Any]) -> None:
        holder = whole
        for key in path:
            holder = holder.setdefault(key, {})
        holder.setdefault(last, []).append(dict(values))

    return _checked(text, changed, wish)


def remove_table(text: str, name: str, turn: int) -> str:
    """Takes the `[[name]]` table of this turn (from 0) away."""
    found = _block(text, name, turn)
    lines = text.splitlines()
    first, last = found.first, found.last
    if first and not lines[first - 1].strip() and (last == len(lines) or not lines[last].strip()):
        first -= 1
    return _checked(text, _joined([*lines[:first], *lines[last:]]), _taken_away(name, turn))


def _taken_away(name: str, turn: int) -> Callable[[dict[str, Any]], None]:
    *path, last = name.split(".")

    def wish(whole: dict[str, Any]) -> None:
        holder = whole
        for key in path:
            holder = holder[key]
        del holder[last][turn]
        if not holder[last]:
            del holder[last]

    return wish


def replace_table(text: str, name: str, turn: int, values: Mapping[str, Any]) -> str:
    """Writes the `[[name]]` table of this turn anew, in its place."""
    found = _block(text, name, turn)
    lines = text.splitlines()
    new = table(name, values).splitlines()
    changed = _joined([*lines[: found.first], *new, *lines[found.last :]])
    *path, last = name.split(".")

    def wish(whole: dict[str, Any]) -> None:
        holder = whole
        for key in path:
            holder = holder[key]
        holder[last][turn] = dict(values)

    return _checked(text, changed, wish)


def set_key(text: str, key: str, value: Any) -> str:
    """Sets a key above all tables."""
    lines = text.splitlines()
    end = _top(text)
    new = f"{key} = {written(value)}"
    places = [n for n in range(end) if re.match(rf"^\s*{re.escape(key)}\s*=", lines[n])]
    place = places[0] if places else 0
    changed = _joined([*lines[:place], new, *lines[place + len(places[:1]) :]])
    return _checked(text, changed, lambda whole: whole.update({key: value}))


def drop_key(text: str, key: str) -> str:
    """Takes a key above all tables away, if it is there."""
    lines = text.splitlines()
    end = _top(text)
    kept = [
        line
        for number, line in enumerate(lines)
        if number >= end or not re.match(rf"^\s*{re.escape(key)}\s*=", line)
    ]
    return _checked(text, _joined(kept), lambda whole: whole.pop(key, None))


def _top(text: str) -> int:
    """How many lines stand above the first table."""
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines) if _HEAD.match(line)), len(lines))


def moved_by_years(text: str, years: int) -> str:
    """Every day of the text so many years later; a multiple of four keeps 29 February."""

    def later(found: re.Match[str]) -> str:
        return f"{int(found[1]) + years:04d}-{found[2]}"

    changed = _joined(_DAY.sub(later, text).splitlines())

    def wish(whole: dict[str, Any]) -> None:
        whole.update({key: _later(value, years) for key, value in whole.items()})

    return _checked(text, changed, wish)


def _later(value: Any, years: int) -> Any:
    if isinstance(value, date):
        return value.replace(year=value.year + years)
    if isinstance(value, dict):
        return {key: _later(one, years) for key, one in value.items()}
    return [_later(one, years) for one in value] if isinstance(value, list) else value


def _block(text: str, name: str, turn: int) -> Block:
    for block in blocks_of(text):
        if (block.name, block.turn) == (name, turn):
            return block
    raise Unfit


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n") + "\n"


def _checked(before: str, after: str, wish: Callable[[dict[str, Any]], None]) -> str:
    try:
        wanted, found = tomllib.loads(before), tomllib.loads(after)
        wish(wanted)
    except (tomllib.TOMLDecodeError, KeyError, IndexError, AttributeError, TypeError) as fault:
        raise Unfit from fault
    if wanted != found:
        raise Unfit
    return after
