"""Pages of the village days."""

from nuanban.villages.views.days import cancel, crew, day, day_list, new_day, public, sheet
from nuanban.villages.views.seats import absent, drop, join, served

__all__ = [
    "absent",
    "cancel",
    "crew",
    "day",
    "day_list",
    "drop",
    "join",
    "new_day",
    "public",
    "served",
    "sheet",
]
