"""Everything that can happen to knocks."""

from nuanban.knocks.actions.correcting import CorrectionAnswered, answer_correction
from nuanban.knocks.actions.gathering import Gathered, gather, gather_nightly
from nuanban.knocks.actions.moves import KnockMoved
from nuanban.knocks.actions.noting import Noted, hand_over, note
from nuanban.knocks.actions.taking import KnockTaken, give_back, take

__all__ = [
    "CorrectionAnswered",
    "Gathered",
    "KnockMoved",
    "KnockTaken",
    "Noted",
    "answer_correction",
    "gather",
    "gather_nightly",
    "give_back",
    "hand_over",
    "note",
    "take",
]
