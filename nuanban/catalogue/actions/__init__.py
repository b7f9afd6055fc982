"""Everything that can happen to the catalogue."""

from nuanban.catalogue.actions.reference import load_reference
from nuanban.catalogue.actions.versions import (
    AlreadyInForce,
    DayTaken,
    DraftChanged,
    DraftGone,
    GuideTexts,
    OwnText,
    PublishDayPassed,
    TextsMissing,
    discard_draft,
    publish_version,
    recall_version,
    save_draft,
    save_situation,
    start_draft,
)

__all__ = [
    "AlreadyInForce",
    "DayTaken",
    "DraftChanged",
    "DraftGone",
    "GuideTexts",
    "OwnText",
    "PublishDayPassed",
    "TextsMissing",
    "discard_draft",
    "load_reference",
    "publish_version",
    "recall_version",
    "save_draft",
    "save_situation",
    "start_draft",
]
