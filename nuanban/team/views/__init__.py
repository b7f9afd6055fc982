"""Pages of the team."""

from nuanban.team.views.kit import device, kit, vehicle
from nuanban.team.views.listing import member_list, new_member
from nuanban.team.views.member import (
    absence,
    change,
    drop_absence,
    drop_shift,
    drop_skill,
    leave,
    member,
    shifts,
    skill,
)
from nuanban.team.views.photo import photo, set_photo

__all__ = [
    "absence",
    "change",
    "device",
    "drop_absence",
    "drop_shift",
    "drop_skill",
    "kit",
    "leave",
    "member",
    "member_list",
    "new_member",
    "photo",
    "set_photo",
    "shifts",
    "skill",
    "vehicle",
]
