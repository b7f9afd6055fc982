"""The policy desk, page by page."""

from nuanban.eligibility.views.draft import check_texts, keep, save, version
from nuanban.eligibility.views.edits import edit
from nuanban.eligibility.views.listing import policies
from nuanban.eligibility.views.moves import ask_difference, difference, move
from nuanban.eligibility.views.places import places
from nuanban.eligibility.views.policy import copy, policy, write
from nuanban.eligibility.views.trying import try_policy, try_version

__all__ = [
    "ask_difference",
    "check_texts",
    "copy",
    "difference",
    "edit",
    "keep",
    "move",
    "places",
    "policies",
    "policy",
    "save",
    "try_policy",
    "try_version",
    "version",
    "write",
]
