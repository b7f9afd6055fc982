"""The queue's mind: who is next at a window, and how long somebody will wait.

Pure Python: no database, no clock, no chance. ``choose`` and ``estimate`` are the two questions;
``QueuePolicy`` holds the numbers a hall may set. ``python -m bench.queue`` shows what they do to
a generated hall day.
"""

from nuanban.zone.queue.choose import Choice, Reason, choose, overtaken_by
from nuanban.zone.queue.estimate import (
    Outlook,
    Pace,
    WaitRange,
    WindowAhead,
    ahead_of,
    estimate,
    expected_free_at,
)
from nuanban.zone.queue.line import Line
from nuanban.zone.queue.people import Lane, Waiting, WindowSkills
from nuanban.zone.queue.policy import QueuePolicy

__all__ = [
    "Choice",
    "Lane",
    "Line",
    "Outlook",
    "Pace",
    "QueuePolicy",
    "Reason",
    "WaitRange",
    "Waiting",
    "WindowAhead",
    "WindowSkills",
    "ahead_of",
    "choose",
    "estimate",
    "expected_free_at",
    "overtaken_by",
]
