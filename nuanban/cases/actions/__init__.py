"""Everything that can happen to a case; the only writer."""

from nuanban.cases.actions.decide import (
    deliver,
    finish_at_home,
    finish_at_window,
    grant,
    make_result,
    refuse,
)
from nuanban.cases.actions.fill import answer_questions, note_material, save_form
from nuanban.cases.actions.moves import (
    CaseMoved,
    MaterialsMissing,
    accept,
    close,
    resume,
    return_for_materials,
    submit,
    take,
    withdraw,
)
from nuanban.cases.actions.open_case import open_case
from nuanban.cases.actions.serve import (
    PastServing,
    ProactiveServing,
    import_servings,
    record_proactive_servings,
    record_serving,
    undo_serving,
)
from nuanban.cases.actions.station import (
    NotAStation,
    NotDelegated,
    NotOurPeople,
    accept_at_station,
    level_of,
    refusal_for,
)
from nuanban.cases.actions.watch import mark_viewer

__all__ = [
    "CaseMoved",
    "MaterialsMissing",
    "NotAStation",
    "NotDelegated",
    "NotOurPeople",
    "PastServing",
    "ProactiveServing",
    "accept",
    "accept_at_station",
    "answer_questions",
    "close",
    "deliver",
    "finish_at_home",
    "finish_at_window",
    "grant",
    "import_servings",
    "level_of",
    "make_result",
    "mark_viewer",
    "note_material",
    "open_case",
    "record_proactive_servings",
    "record_serving",
    "refusal_for",
    "refuse",
    "resume",
    "return_for_materials",
    "save_form",
    "submit",
    "take",
    "undo_serving",
    "withdraw",
]
