"""Compares what the kiosks were told with what the database holds."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg.conninfo import make_conninfo

from nuanban.lib.postgres import Role, connection_parameters

_TICKETS: LiteralString = "SELECT id::text, label FROM zone_ticket WHERE site_id = '430600-1'"
_GAPS: LiteralString = """
SELECT count(*) FROM (SELECT 1 FROM zone_ticket GROUP BY site_id, day, prefix
HAVING max(number) <> count(*) OR max(number) <> count(DISTINCT number)) t
"""
_UNTOLD: LiteralString = """
SELECT (SELECT count(*) FROM zone_ticket t WHERE NOT EXISTS (
  SELECT 1 FROM journal_entry e WHERE e.object_id = t.id AND e.kind = 'zone.checked_in'))
+ (SELECT count(*) FROM (SELECT 1 FROM journal_entry WHERE kind = 'zone.checked_in'
  GROUP BY object_id HAVING count(*) > 1) d)
"""


@dataclass(frozen=True)
class Verdict:
    """Figures of a run. All but the first two must be 0."""

    acknowledged: int
    unknown_answers: int
    never_answered: int
    lost: int
    changed: int
    twice: int
    from_nowhere: int
    gaps: int
    untold: int

    @property
    def faults(self) -> dict[str, int]:
        """What must not be, where it is."""
        wrong = ("never_answered", "lost", "changed", "twice", "from_nowhere", "gaps", "untold")
        return {name: getattr(self, name) for name in wrong if getattr(self, name)}


@dataclass
class Told:
    """Everything the kiosks wrote down."""

    by_key: dict[str, set[tuple[str, str]]]
    keys: set[str]
    unknown: int


def read_logs(folder: Path) -> Told:
    """All logs of a folder."""
    told = Told(defaultdict(set), set(), 0)
    for log in sorted(folder.glob("*.log")):
        for line in log.read_text("utf-8").splitlines():
            _take(told, json.loads(line))
    return told


def _take(told: Told, line: dict[str, Any]) -> None:
    told.keys.add(line["key"])
    told.unknown += line["answer"] == "unknown"
    if line["status"] == 201:
        ticket = line["answer"]["ticket"]
        told.by_key[line["key"]].add((ticket["id"], ticket["number"]))


def judge(home: Path, logs: Path) -> Verdict:
    """The city of `home` must be awake and its kiosks closed.

    A person who comes twice keeps one ticket, so two keys may share a ticket; two tickets never
    share a number.
    """
    told = read_logs(logs)
    address = make_conninfo("", **connection_parameters(home, Role.OWNER))
    with psycopg.connect(address) as connection:
        kept: dict[str, str] = dict(connection.execute(_TICKETS).fetchall())
        gaps = connection.execute(_GAPS).fetchone()
        untold = connection.execute(_UNTOLD).fetchone()
    answers = [answer for given in told.by_key.values() for answer in given]
    holders = Counter(number for _, number in set(answers))
    return Verdict(
        acknowledged=len(told.by_key),
        unknown_answers=told.unknown,
        never_answered=len(told.keys - told.by_key.keys()),
        lost=sum(ticket not in kept for ticket, _ in answers),
        changed=sum(len(given) > 1 for given in told.by_key.values())
        + sum(kept.get(ticket, number) != number for ticket, number in answers),
        twice=sum(count > 1 for count in holders.values()),
        from_nowhere=len(kept.keys() - {ticket for ticket, _ in answers}),
        gaps=gaps[0] if gaps else 1,
        untold=untold[0] if untold else 1,
    )
