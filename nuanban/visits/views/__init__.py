"""Pages of the visits."""

from nuanban.visits.views.asking import new_visit
from nuanban.visits.views.crews import crews, new_crew, route_sheet, stop_crew
from nuanban.visits.views.listing import visit_list
from nuanban.visits.views.one import (
    arrive,
    cancel,
    confirm,
    finish,
    hold,
    nobody,
    send,
    set_out,
    visit,
)

__all__ = [
    "arrive",
    "cancel",
    "confirm",
    "crews",
    "finish",
    "hold",
    "new_crew",
    "new_visit",
    "nobody",
    "route_sheet",
    "send",
    "set_out",
    "stop_crew",
    "visit",
    "visit_list",
]
