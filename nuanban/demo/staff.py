"""Who works in the demo city: one login for each role, six windows, machines."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

from nuanban.accounts.enums import DeviceKind, Role

PASSWORD = "nuanban-demo"


@dataclass(frozen=True)
class Colleague:
    """A demo login."""

    username: str
    name: str
    role: Role
    first: str
    at_hall: bool = True
    at_station: bool = False
    department: str = ""


STAFF = (
    Colleague("guide", "李敏", Role.GUIDE, "大厅引导：看谁在等、谁需要轮椅，帮没带证件的人取号"),
    Colleague("specialist", "周洁", Role.SPECIALIST, "爱心专窗：叫号、从小票一键开办件、当场办结"),
    Colleague("clerk", "陈刚", Role.WINDOW_CLERK, "普通窗口：全键盘叫号、转窗口、撤回"),
    Colleague("volunteer", "彭小雨", Role.VOLUNTEER, "接手陪同：从导服员手里接人"),
    Colleague(
        "officer",
        "罗文",
        Role.DEPARTMENT_OFFICER,
        "人社部门审批：等决定的办件，同意或不同意",
        at_hall=False,
        department="人社",
    ),
    Colleague(
        "civil",
        "何静",
        Role.DEPARTMENT_OFFICER,
        "民政部门：改低保、高龄津贴等政策，核对名单",
        at_hall=False,
        department="民政",
    ),
    Colleague("lead", "谭芳", Role.LEAD_OFFICER, "首席领办：超期办件、回访与整改"),
    Colleague("supervisor", "曾海", Role.SUPERVISOR, "大厅负责人：统计、导入历史数据、结束当天"),
    Colleague("hotline", "易琴", Role.HOTLINE_AGENT, "热线坐席：按姓名和电话尾号找到人"),
    Colleague("visitor", "邓军", Role.VISITING_STAFF, "上门人员：查看自己场所的办件"),
    Colleague(
        "helper",
        "欧阳梅",
        Role.STATION_HELPER,
        "村社代办员：敲门名单、在站里替本地人开办件",
        at_hall=False,
        at_station=True,
    ),
    Colleague("sysadmin", "系统管理员", Role.SYSTEM_ADMIN, "账号、场所、工作日历", at_hall=False),
    Colleague("secadmin", "安全管理员", Role.SECURITY_ADMIN, "设备与令牌", at_hall=False),
    Colleague("auditor", "审计管理员", Role.AUDIT_ADMIN, "日志与封存核对", at_hall=False),
)

# code, name, area, departments it takes (empty: all), is it a window of the zone
WINDOWS = (
    ("W1", "爱心专窗 1", "一楼爱心专区", True),
    ("W2", "爱心专窗 2", "一楼爱心专区", True),
    ("W3", "3 号窗口", "一楼综合区", False),
    ("W4", "4 号窗口", "一楼综合区", False),
    ("W5", "5 号窗口", "一楼综合区", False),
    ("W6", "6 号窗口", "一楼综合区", False),
)
DEVICES = (
    (DeviceKind.KIOSK, "一楼入口取号机"),
    (DeviceKind.BOARD, "一楼大屏"),
    (DeviceKind.WINDOW, "爱心专窗 1 评价器"),
    (DeviceKind.FEED, "部门数据接口"),
)


def demo_token(kind: DeviceKind) -> str:
    """The token of a demo machine: the same at every start, unknown outside this home."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"demo.{kind}".encode(), hashlib.sha256)
    return made.hexdigest()[:32]
