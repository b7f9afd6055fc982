"""The list of doors of the demo city, made as every night; two doors were knocked at already."""

from datetime import datetime, timedelta

from nuanban.accounts import queries as accounts
from nuanban.accounts.queries import User
from nuanban.knocks import actions, queries
from nuanban.knocks.enums import Result, Way
from nuanban.lib.actor import SYSTEM
from nuanban.lib.days import city_day

WENT_BEFORE = timedelta(hours=1)


def gather_knocks(at: datetime) -> None:
    """Gathered; the helper found nobody at one door, and somebody who had moved at another."""
    actions.gather(by=SYSTEM, at=at)
    helper = accounts.users().filter(username="helper").first()
    if helper is not None:
        _knock(helper, at - WENT_BEFORE)


def _knock(helper: User, at: datetime) -> None:
    waiting = queries.waiting(queries.knocks_visible_to(helper), city_day(at))
    keys = queries.first_in_turn(waiting)[:3]
    tomorrow = city_day(at) + timedelta(days=1)
    said = (
        actions.Noted(Result.NOBODY_HOME, Way.DOOR, "门口留了卡片", next_try_on=tomorrow),
        actions.Noted(Result.MOVED, Way.DOOR, "邻居说去年搬去长沙和儿子住了"),
    )
    knocks = [actions.take(k, by=helper, at=at) for k in queries.in_order(waiting, keys)]
    # The third one is still on the way.
    for knock, noted in zip(knocks, said, strict=False):
        actions.note(knock, noted, by=helper, at=at)
