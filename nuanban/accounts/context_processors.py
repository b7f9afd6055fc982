"""Who sits here: the shell of staff pages and the rooms that person may enter."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from nuanban.accounts import perms
from nuanban.accounts.enums import HALL_STAFF, SERVING_STAFF, Role
from nuanban.accounts.models import User


@dataclass(frozen=True)
class Room:
    """One entry of the main menu. `roles` empty: everyone with a desk."""

    name: str
    label: str
    icon: str
    roles: tuple[Role, ...]


_CALLERS = (Role.WINDOW_CLERK, Role.SPECIALIST, Role.LEAD_OFFICER, Role.SUPERVISOR)
_ASKERS = (
    *(Role.HOTLINE_AGENT, Role.GUIDE, Role.SPECIALIST),
    *(Role.STATION_HELPER, Role.LEAD_OFFICER, Role.SUPERVISOR),
)
_KNOCKERS = (Role.STATION_HELPER, Role.SUPERVISOR, Role.LEAD_OFFICER, Role.HOTLINE_AGENT)
ROOMS = (
    Room("desk:home", "今天要做的", "home", ()),
    Room("zone:windows", "叫号与接待", "ticket", _CALLERS),
    Room("zone:guide", "大厅引导", "people", HALL_STAFF),
    Room("cases:list", "办件", "document", (*SERVING_STAFF, Role.DEPARTMENT_OFFICER)),
    Room("cases:station", "可在本站办的", "pin", (Role.STATION_HELPER,)),
    Room("notices:calls", "电话任务", "phone", (Role.HOTLINE_AGENT, Role.SUPERVISOR)),
    Room("notices:letters", "待寄信件", "printer", (Role.HOTLINE_AGENT, Role.SUPERVISOR)),
    Room(
        "notices:list",
        "通知",
        "bell",
        (Role.HOTLINE_AGENT, Role.SUPERVISOR, Role.SYSTEM_ADMIN),
    ),
    Room(
        "proactive:runs",
        "免申办",
        "check",
        (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.SUPERVISOR, Role.AUDIT_ADMIN),
    ),
    Room(
        "eligibility:policies",
        "政策",
        "text",
        (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.SUPERVISOR, Role.AUDIT_ADMIN),
    ),
    Room("proactive:partners", "给水电气的名单", "document", (Role.DEPARTMENT_OFFICER,)),
    Room(
        "proactive:tasks",
        "要查、要敲门的",
        "people",
        (*SERVING_STAFF, Role.HOTLINE_AGENT, Role.DEPARTMENT_OFFICER),
    ),
    Room("ratings:call_backs", "回访与整改", "phone", (Role.SUPERVISOR, Role.LEAD_OFFICER)),
    Room(
        "catalogue:drafts",
        "事项与指南",
        "flag",
        (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.SUPERVISOR),
    ),
    Room(
        "feeds:list",
        "部门数据",
        "list",
        (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.SUPERVISOR),
    ),
    Room("knocks:corrections", "门口说不对的", "flag", (Role.DEPARTMENT_OFFICER,)),
    Room("visits:list", "上门办", "home", (*_ASKERS, Role.VISITING_STAFF, Role.VOLUNTEER)),
    Room("villages:list", "集中下乡", "calendar", (*_ASKERS, Role.VISITING_STAFF, Role.VOLUNTEER)),
    Room("knocks:list", "敲门名单", "home", _KNOCKERS),
    Room("team:list", "队伍", "people", (Role.SUPERVISOR, Role.LEAD_OFFICER, Role.HOTLINE_AGENT)),
    Room("reports:figures", "统计", "star", (Role.SUPERVISOR, Role.LEAD_OFFICER)),
    Room("offices:places", "场所与日历", "pin", (Role.SUPERVISOR, Role.SYSTEM_ADMIN)),
    Room("accounts:users", "账号", "person", (Role.SYSTEM_ADMIN,)),
    Room("accounts:devices", "设备", "printer", (Role.SECURITY_ADMIN, Role.SUPERVISOR)),
    Room("journal:entries", "日志", "eye", (Role.AUDIT_ADMIN,)),
)


def nav(request: HttpRequest) -> dict[str, Any]:
    """`nav` and `shell` of the staff template; nothing on residents' pages."""
    user = getattr(request, "user", None)
    if not (isinstance(user, User) and user.is_staff_member):
        return {}
    may_ask_visit = user.has_role(*_ASKERS)
    may_search = user.has_role(*HALL_STAFF, *SERVING_STAFF, Role.HOTLINE_AGENT)
    return {
        "may_ask_visit": may_ask_visit,
        "may_accept_at_station": user.has_role(Role.STATION_HELPER),
        "may_answer_corrections": user.has_role(Role.DEPARTMENT_OFFICER),
        "nav": [_shown(room, request.path) for room in ROOMS if _may_enter(room, user)],
        "shell": {
            "place": user.site.name if user.site else "",
            "search_url": reverse("desk:search") if may_search else "",
            "who": f"{user.name}（{user.role_names}）",
            "who_url": reverse("accounts:me"),
            "lock_url": reverse("accounts:lock"),
            "told": [],
        },
    }


def _may_enter(room: Room, user: User) -> bool:
    return user.has_role(*room.roles) if room.roles else perms.may_use_desk(user)


def _shown(room: Room, path: str) -> dict[str, object]:
    url = reverse(room.name)
    is_here = path == url or (room.name != "desk:home" and path.startswith(url))
    return {"url": url, "label": room.label, "icon": room.icon, "current": is_here}
