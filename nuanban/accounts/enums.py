"""Closed lists of the accounts."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What an account may be."""

    RESIDENT = "resident", "群众"
    PROXY = "proxy", "代办人"
    GUIDE = "guide", "导服员"
    SPECIALIST = "specialist", "服务专员"
    VOLUNTEER = "volunteer", "帮代办志愿者"
    WINDOW_CLERK = "window_clerk", "窗口人员"
    DEPARTMENT_OFFICER = "department_officer", "部门审批人员"
    LEAD_OFFICER = "lead_officer", "首席领办员"
    SUPERVISOR = "supervisor", "大厅负责人"
    HOTLINE_AGENT = "hotline_agent", "热线坐席"
    VISITING_STAFF = "visiting_staff", "上门人员"
    STATION_HELPER = "station_helper", "村社代办员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
STAFF = tuple(r for r in Role if r not in (Role.RESIDENT, Role.PROXY))
HALL_STAFF = (
    Role.GUIDE,
    Role.SPECIALIST,
    Role.VOLUNTEER,
    Role.WINDOW_CLERK,
    Role.LEAD_OFFICER,
    Role.SUPERVISOR,
)
SERVING_STAFF = (
    Role.SPECIALIST,
    Role.WINDOW_CLERK,
    Role.LEAD_OFFICER,
    Role.SUPERVISOR,
    Role.VISITING_STAFF,
    Role.STATION_HELPER,
)


class DeviceKind(TextChoices):
    """What a machine with its own key is."""

    KIOSK = "kiosk", "取号机"
    WINDOW = "window", "窗口终端"
    BOARD = "board", "叫号大屏"
    FEED = "feed", "部门数据接口"
