"""`nuanban status`: is everything in order?"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, TypedDict

from config.cli.home import Home, PartState, State
from config.cli.probes import database_answers, is_alive, web_is_ready

if TYPE_CHECKING:
    from config.cli.arguments import Wish

WORKING_PARTS = ("worker", "keeper")


class Status(TypedDict):
    """What the contract names, and the parts one by one."""

    web: bool
    database: bool
    workers: int
    queue_depth: int | None
    sealed_until: str | None
    home: str
    sending_paused: bool
    url: str | None
    parts: list[PartState]


def run(wish: Wish) -> int:
    """0 when web, database and workers are all there."""
    home = Home.find(wish.home)
    status = look(home)
    if wish.json:
        print(json.dumps(status, ensure_ascii=False, indent=1))
    else:
        _tell(status)
    return int(not _in_order(status))


def look(home: Home) -> Status:
    """Asks every part, and the database about its queue and its seals."""
    state: State = home.read_state()
    port = state.get("port")
    parts = state.get("parts", [])
    alive = {part["name"] for part in parts if is_alive(part["pid"])}
    database = database_answers(home.path)
    depth, sealed_until = _ask_rooms(home) if database else (None, None)
    return {
        "web": bool(port) and "web" in alive and web_is_ready(port or 0),
        "database": database,
        "workers": len(alive.intersection(WORKING_PARTS)),
        "queue_depth": depth,
        "sealed_until": sealed_until,
        "home": str(home.path),
        "sending_paused": home.sending_paused.exists(),
        "url": f"http://127.0.0.1:{port}" if port else None,
        "parts": parts,
    }


def _ask_rooms(home: Home) -> tuple[int | None, str | None]:
    from config.cli.django_world import open_django

    open_django(home)
    from django.db import DatabaseError
    from procrastinate.contrib.django.models import ProcrastinateJob

    from nuanban.journal.queries import sealed_until

    try:
        depth = ProcrastinateJob.objects.filter(status="todo").count()
        sealed = sealed_until()
    except DatabaseError:
        # The tables are being made right now.
        return None, None
    return depth, sealed.isoformat() if sealed else None


def _in_order(status: Status) -> bool:
    return status["web"] and status["database"] and status["workers"] == len(WORKING_PARTS)


def _tell(status: Status) -> None:
    words = {True: "正常", False: "没有运行"}
    print(f"网页    {words[status['web']]}  {status['url'] or ''}")
    print(f"数据库  {words[status['database']]}")
    print(
        f"后台    {status['workers']}/{len(WORKING_PARTS)} 个在工作，排队 {status['queue_depth']}"
    )
    print(f"封存到  {status['sealed_until'] or '还没有'}")
    print(f"目录    {status['home']}")
    if status["sending_paused"]:
        print("对外发送已暂停（恢复之后要人工放开）")
    for part in status["parts"]:
        if part["restarts"]:
            print(f"{part['name']} 重新启动过 {part['restarts']} 次")
    sys.stdout.flush()
