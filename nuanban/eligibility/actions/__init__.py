"""The only writer of what departments know and of the city's own policies."""

from nuanban.eligibility.actions.difference import ask_difference, keep_difference
from nuanban.eligibility.actions.records import NewRecord, keep_records, note_whole_list
from nuanban.eligibility.actions.versions import (
    DayPassed,
    NameTaken,
    NotRight,
    OwnText,
    TextChanged,
    VersionMoved,
    copy_policy,
    propose_version,
    release_version,
    save_version,
    send_back,
    withdraw_version,
    write_version,
)

__all__ = [
    "DayPassed",
    "NameTaken",
    "NewRecord",
    "NotRight",
    "OwnText",
    "TextChanged",
    "VersionMoved",
    "ask_difference",
    "copy_policy",
    "keep_difference",
    "keep_records",
    "note_whole_list",
    "propose_version",
    "release_version",
    "save_version",
    "send_back",
    "withdraw_version",
    "write_version",
]
