"""The big screen: one SQL text serves pages, the API and the stream process (which has no ORM)."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from nuanban.lib.days import CITY_TZ, city_day

LAST_CALLED = 4

CALLED_SQL = """
SELECT t.label, t.name_masked, w.name, w.code, w.area, t.called_at, t.calls
FROM zone_ticket t JOIN offices_window w ON w.id = t.window_id
WHERE t.site_id = %(site)s AND t.day = %(day)s AND t.called_at IS NOT NULL
  AND t.via <> 'direct' AND t.state IN ('called', 'serving', 'finished')
ORDER BY t.called_at DESC LIMIT %(most)s
"""
WAITING_SQL = """
SELECT count(*) FILTER (WHERE lane = 'priority'), count(*) FILTER (WHERE lane = 'ordinary')
FROM zone_ticket WHERE site_id = %(site)s AND day = %(day)s AND state = 'waiting'
"""


@dataclass(frozen=True)
class Called:
    """One line of the board: number, window and a masked name, nothing else."""

    number: str
    name_masked: str
    window: str
    window_code: str
    area: str
    called_at: str
    calls: int


@dataclass(frozen=True)
class Board:
    """What the big screen shows; `at` is the moment the server looked."""

    called: tuple[Called, ...]
    priority: int
    ordinary: int
    at: str

    def as_json(self) -> dict[str, object]:
        """The shape of the contract."""
        return {
            "called": [asdict(line) for line in self.called],
            "waiting": {"priority": self.priority, "ordinary": self.ordinary},
            "at": self.at,
        }

    @property
    def mark(self) -> str:
        """Equal for equal boards; the moment does not count."""
        lines = [asdict(line) for line in self.called]
        return json.dumps([lines, self.priority, self.ordinary], sort_keys=True)


def arguments(site: str, at: datetime) -> dict[str, str | date | int]:
    """Parameters of both texts."""
    return {"site": site, "day": city_day(at), "most": LAST_CALLED}


def board_of(
    called: list[tuple[str, str, str, str, str, datetime, int]],
    waiting: tuple[int, int],
    at: datetime,
) -> Board:
    """The board from the rows of the two texts."""
    lines = tuple(
        Called(*row[:5], row[5].astimezone(CITY_TZ).isoformat(timespec="seconds"), row[6])
        for row in called
    )
    moment = at.astimezone(CITY_TZ).isoformat(timespec="seconds")
    return Board(lines, waiting[0], waiting[1], moment)
