"""Files as departments write them, and what becomes of them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from nuanban.feeds import actions
from nuanban.feeds.actions import read
from nuanban.feeds.kinds import kinds
from nuanban.feeds.models import Delivery
from nuanban.feeds.queries import waiting_rows
from nuanban.lib.actor import SYSTEM, Actor
from tests.cast import MONDAY_9, Cast, person

AID = "civil_affairs_aid"
HEAD = "姓名,身份证号,救助类别,家庭人均月收入,享受起始日期\n"


def aid_row(name: str, number: str, kind: str = "低保", income: str = "512.50") -> str:
    """One line of the aid list."""
    return f"{name},{number},{kind},{income},2025-05-01\n"


def neighbours(count: int) -> list[tuple[str, str]]:
    """People on file: (name, number)."""
    found = [person(f"邻居{n}", date(1950, 1, 1) + timedelta(days=n)) for n in range(count)]
    return [(resident.name, number) for resident, number in found]


def aid_list(people: Iterable[tuple[str, str]], **said: str) -> bytes:
    """An aid list in UTF-8."""
    return (HEAD + "".join(aid_row(name, number, **said) for name, number in people)).encode()


def both(cast: Cast) -> list[tuple[str, str]]:
    """The two people of the cast."""
    return [(cast.wang.name, cast.wang_number), (cast.liu.name, cast.liu_number)]


def bring(
    content: bytes,
    kind: str = AID,
    *,
    days: int = 0,
    as_of: date | None = None,
    by: Actor = SYSTEM,
    name: str = "名单.csv",
) -> Delivery:
    """A file comes in, but is not read yet."""
    at = MONDAY_9 + timedelta(days=days)
    stored = actions.take([content])
    return actions.receive(kinds()[kind], stored, name=name, by=by, at=at, as_of=as_of)


def send(content: bytes, kind: str = AID, *, days: int = 0, as_of: date | None = None) -> Delivery:
    """A file comes in and is read."""
    delivery = bring(content, kind, days=days, as_of=as_of)
    at = MONDAY_9 + timedelta(days=days)
    return read(delivery, clock=lambda: at)


def reasons(delivery: Delivery) -> Sequence[str]:
    """Why rows wait."""
    return [row.reason for row in waiting_rows(delivery)]


def feed_addresses(cast: Cast) -> dict[str, list[object]]:
    """Keys for every page of the room: a file that is not read yet, a row that waits."""
    at = MONDAY_9
    waiting = waiting_rows(send(aid_list([("生人", "430699196001011003")]))).get()
    stored = actions.take([aid_list(both(cast))])
    fresh = actions.receive(kinds()[AID], stored, name="新名单.csv", starts=False, by=SYSTEM, at=at)
    keys: dict[str, list[object]] = {"feeds:upload": [AID], "feeds:template": [AID, "csv"]}
    for page in ("delivery", "progress", "start", "release", "set_aside", "rerun", "export_rows"):
        keys[f"feeds:{page}"] = [fresh.pk]
    for page in ("row", "register", "reveal", "drop"):
        keys[f"feeds:{page}"] = [waiting.pk]
    return keys
