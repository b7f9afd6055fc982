"""Pages of the knocks."""

from nuanban.knocks.views.corrections import answer, corrections
from nuanban.knocks.views.listing import gather, knock_list, sheet
from nuanban.knocks.views.map import town_map
from nuanban.knocks.views.one import give_back, knock, note, take
from nuanban.knocks.views.visiting import ask_visit

__all__ = [
    "answer",
    "ask_visit",
    "corrections",
    "gather",
    "give_back",
    "knock",
    "knock_list",
    "note",
    "sheet",
    "take",
    "town_map",
]
