"""Pages of the feeds: every list with its last file, a new file, one file, one row."""

from nuanban.feeds.views.deciding import release, rerun, set_aside, start
from nuanban.feeds.views.listing import feed_list, template, upload
from nuanban.feeds.views.one import delivery, export_rows, progress
from nuanban.feeds.views.rows import drop, register, reveal, row

__all__ = [
    "delivery",
    "drop",
    "export_rows",
    "feed_list",
    "progress",
    "register",
    "release",
    "rerun",
    "reveal",
    "row",
    "set_aside",
    "start",
    "template",
    "upload",
]
