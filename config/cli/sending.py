"""`nuanban sending pause|resume|status`: whether anything goes out of the city."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from config.cli.django_commands import ask_django
from config.cli.home import Home
from config.cli.moments import in_city

if TYPE_CHECKING:
    from config.cli.arguments import Wish


def pause(wish: Wish) -> int:
    """Stops everything going out, at once and also while the database is away."""
    home = Home.find(wish.home)
    home.make()
    home.sending_paused.touch()
    return status(wish)


def resume(wish: Wish) -> int:
    """Lets things go out again; the reason stands in the journal."""
    home = Home.find(wish.home)
    if not home.sending_paused.exists():
        return status(wish)
    return ask_django(home, ["release_sending", "--reason", wish.reason]) or status(wish)


def status(wish: Wish) -> int:
    """Says whether sending is paused, and since when."""
    switch = Home.find(wish.home).sending_paused
    if switch.exists():
        since = datetime.fromtimestamp(switch.stat().st_mtime, UTC)
        print(f"对外发送已暂停，从 {in_city(since)} 开始")
    else:
        print("对外发送正常")
    return 0
