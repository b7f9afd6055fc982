"""Pages of cases: list, one case with its forms, what is missing, its result."""

from nuanban.cases.views.case import case, presence
from nuanban.cases.views.listing import case_list
from nuanban.cases.views.paperwork import missing_list, result, show_upload
from nuanban.cases.views.station import station, station_case

__all__ = [
    "case",
    "case_list",
    "missing_list",
    "presence",
    "result",
    "show_upload",
    "station",
    "station_case",
]
