"""The page of links: who you can be, and what to try first."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nuanban.accounts.enums import DeviceKind
from nuanban.demo.staff import PASSWORD, STAFF, demo_token
from nuanban.offices import queries as offices


class Command(BaseCommand):
    """Passwords and tokens appear for the demo city only."""

    help = "Print the page of links."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **_options: Any) -> None:
        city = offices.city()
        base = f"http://127.0.0.1:{port}"
        say = self.stdout.write
        say("")
        is_demo = city is not None and city.is_demo
        say(f"暖办 · {city.name if city else '新城市'}{'（演示）' if is_demo else ''}")
        say(f"  群众看的首页    {base}/")
        say(f"  86 个事项       {base}/items/")
        say(f"  公开数字        {base}/figures/")
        say(f"  工作人员登录    {base}/login/")
        if city is None or not city.is_demo:
            return
        say("")
        say(f"演示登录（密码都是 {PASSWORD}；第二步验证码显示在登录页上）")
        for one in STAFF:
            say(f"  {one.username:<11} {one.role.label}  {one.first}")
        say("")
        say(f"演示设备：打开 {base}/device/pair/ 填入令牌，这个浏览器就是那台设备")
        for kind in (DeviceKind.KIOSK, DeviceKind.BOARD, DeviceKind.WINDOW):
            say(f"  {kind.label}  {demo_token(kind)}")
        say("部门送名单：POST /api/v1/feeds/{名单}，令牌")
        say(f"  {DeviceKind.FEED.label}  {demo_token(DeviceKind.FEED)}")
        say("")
        say("先试这条线：取号机输入一个身份证号 → specialist 在爱心专窗 1 按 N 叫号")
        say("  → 一键开办件 → 办结打印 → 评价器打分 → supervisor 看统计多了一人次")
        say("不用谁来申请：officer 在“免申办”算一批 → lead 发布 → 逐人告知，满告知期发放")
        say("")
