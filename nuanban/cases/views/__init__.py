"""Pages of cases: list, one case, its papers, its moves, its result."""

from nuanban.cases.views.case import answer, case, presence, save_form
from nuanban.cases.views.deeds import decide, deliver, finish, move, return_case
from nuanban.cases.views.listing import case_list
from nuanban.cases.views.paperwork import missing_list, note, result, show_upload, upload

__all__ = [
    "answer",
    "case",
    "case_list",
    "decide",
    "deliver",
    "finish",
    "missing_list",
    "move",
    "note",
    "presence",
    "result",
    "return_case",
    "save_form",
    "show_upload",
    "upload",
]
