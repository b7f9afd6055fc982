"""Everything that can happen to a file of a department."""

from nuanban.feeds.actions.clear import destroy_old_originals
from nuanban.feeds.actions.folder import pick_up
from nuanban.feeds.actions.hold import release_held
from nuanban.feeds.actions.mend import (
    RowDecided,
    drop_row,
    fix_row,
    register_and_rerun,
    rerun_waiting,
)
from nuanban.feeds.actions.read import ReadElsewhere, read
from nuanban.feeds.actions.receive import (
    AlreadyDecided,
    receive,
    set_aside,
    start,
    take,
    throw_away_unused,
)
from nuanban.feeds.store import Stored

__all__ = [
    "AlreadyDecided",
    "ReadElsewhere",
    "RowDecided",
    "Stored",
    "destroy_old_originals",
    "drop_row",
    "fix_row",
    "pick_up",
    "read",
    "receive",
    "register_and_rerun",
    "release_held",
    "rerun_waiting",
    "set_aside",
    "start",
    "take",
    "throw_away_unused",
]
