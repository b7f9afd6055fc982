"""The hall for machines: check-in, windows, board. The shapes are a contract."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from nuanban.accounts.once import answer_api, answer_in_json, operation_of
from nuanban.accounts.perms import CityRequest, signed_in
from nuanban.accounts.queries import Device, User
from nuanban.catalogue import queries as catalogue
from nuanban.journal.actions import Answer, run_in_one_statement
from nuanban.lib.actor import Actor
from nuanban.lib.errors import NotAllowed, NotFound, Unusable
from nuanban.offices import queries as offices
from nuanban.offices.queries import Window
from nuanban.zone import actions, perms, queries
from nuanban.zone.enums import Via
from nuanban.zone.queries import Ticket

router = Router(tags=["zone"])
STREAM_SALT = "nuanban.board"

Code = Annotated[str, Field(min_length=1, max_length=16, pattern=r"^[0-9A-Za-z-]+$")]
Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
NeedName = Literal[
    "wheelchair", "large_print", "sign_language", "braille", "dialect", "escort", "bedside"
]


class CheckInBody(Schema):
    """What a kiosk or terminal knows of the person who came."""

    site: Code
    id_number: Words = ""
    name: Words = ""
    birth_date: date | None = None
    item: Code | None = None
    via: Literal["card", "typed", "staff"]
    needs: Annotated[list[NeedName], Field(max_length=7, default_factory=list)]


class ReasonOut(Schema):
    code: str
    text: str


class WaitOut(Schema):
    low: int
    high: int


class TicketOut(Schema):
    id: UUID
    number: str
    code: str
    lane: Literal["priority", "ordinary"]
    reasons: list[ReasonOut]
    ahead: int
    wait_minutes: WaitOut
    state: str
    name_masked: str
    item: str | None
    window: str | None


class CheckInOut(Schema):
    ticket: TicketOut
    recognised: bool
    said: str


class CalledOut(Schema):
    ticket: TicketOut


class MoveBody(Schema):
    """Where to forward to: a window, or an item with a note. Other moves need nothing."""

    window: Code | None = None
    item: Code | None = None
    note: Words = ""


class BoardLine(Schema):
    number: str
    name_masked: str
    window: str
    window_code: str
    area: str
    called_at: str
    calls: int


class BoardWaiting(Schema):
    priority: int
    ordinary: int


class BoardOut(Schema):
    called: list[BoardLine]
    waiting: BoardWaiting
    at: str


class Problem(Schema):
    """RFC 9457, in Chinese, with a stable code."""

    type: str
    title: str
    detail: str
    code: str


PROBLEMS: dict[int, Any] = {status: Problem for status in (400, 401, 403, 404, 409, 422)}


def ticket_json(ticket: Ticket, ahead: int = 0) -> dict[str, Any]:
    """The ticket as machines read it."""
    return {
        "id": str(ticket.pk),
        "number": ticket.label,
        "code": ticket.code,
        "lane": ticket.lane,
        "reasons": [{"code": r["code"], "text": r["text"]} for r in ticket.reasons],
        "ahead": ahead,
        "wait_minutes": {"low": ticket.wait_low or 0, "high": ticket.wait_high or 0},
        "state": ticket.state,
        "name_masked": ticket.name_masked,
        "item": ticket.item_id,
        "window": ticket.window.code if ticket.window else None,
    }


def _ask(
    request: CityRequest,
    site: str,
    device_may: Callable[[Device], bool],
    user_may: Callable[[User], bool],
) -> Actor:
    """The one who acts, when allowed to at this site."""
    device, user = request.device, signed_in(request)
    if user is not None:
        allowed = user_may(user) and user.site_id == site
    else:
        allowed = device is not None and device_may(device) and device.site_id == site
    if not allowed:
        raise NotAllowed
    return request.actor


@router.post("/check-ins", response={201: CheckInOut, **PROBLEMS})
def check_in(request: CityRequest, body: CheckInBody) -> HttpResponse:
    """取号：识别身份，排队，给出等候时间。"""
    by = _ask(request, body.site, perms.device_may_check_in, perms.may_guide)

    if body.item is not None and not catalogue.is_item(body.item):
        raise Unusable(sentence="没有这个事项，请重新选择。")
    arrival = actions.Arrival(
        site=body.site,
        via=Via(body.via),
        id_number=body.id_number,
        name=body.name,
        birth_on=body.birth_date,
        item=body.item,
        needs=body.needs,
    )
    once = actions.OnceOnly(operation_of(request), _arrived)

    def deed() -> Answer:
        return _arrived(actions.check_in(arrival, by=by, at=timezone.now(), once=once))

    return answer_in_json(lambda: run_in_one_statement(once.operation, deed))


def _arrived(done: actions.CheckedIn) -> Answer:
    answer = {
        "ticket": ticket_json(done.ticket, done.ahead),
        "recognised": done.recognised,
        "said": done.said,
    }
    return Answer(201, answer)


def _window(request: CityRequest, code: str) -> Window:
    site = request.actor.site
    window = offices.window(site, code) if site else None
    if window is None:
        raise NotFound
    return window


@router.post("/windows/{code}/next", response={200: CalledOut, 204: None, **PROBLEMS})
def call_next(request: CityRequest, code: Code) -> HttpResponse:
    """叫下一位。"""
    by = _ask(request, request.actor.site, perms.device_may_call, perms.may_work_window)

    def deed() -> Answer:
        ticket = actions.call_next(_window(request, code), by=by, at=timezone.now())
        if ticket is None:
            return Answer(204, None)
        return Answer(200, {"ticket": ticket_json(ticket)})

    return answer_api(request, deed)


MoveName = Literal[
    "recall", "start", "miss", "return", "hold", "resume", "forward", "finish", "cancel", "undo"
]
_SIMPLE: dict[str, Callable[..., Ticket]] = {
    "recall": actions.recall,
    "start": actions.start,
    "miss": actions.miss,
    "return": actions.give_back,
    "hold": actions.hold,
    "finish": actions.finish,
    "cancel": actions.cancel,
    "undo": actions.undo,
}


@router.post("/tickets/{ticket_id}/{move}", response={200: CalledOut, **PROBLEMS})
def move_ticket(
    request: CityRequest, ticket_id: UUID, move: MoveName, body: MoveBody
) -> HttpResponse:
    """办理一步：重呼、过号、回来、暂停、继续、转窗口、完成、取消、撤回。"""
    by = _ask(request, request.actor.site, perms.device_may_call, perms.may_work_window)

    def deed() -> Answer:
        ticket = queries.ticket_by_id(ticket_id)
        if ticket is None or ticket.site_id != by.site:
            raise NotFound
        moved = _moved(request, ticket, move, body, by, timezone.now())
        return Answer(200, {"ticket": ticket_json(moved)})

    return answer_api(request, deed)


def _moved(
    request: CityRequest, ticket: Ticket, move: str, body: MoveBody, by: Actor, at: datetime
) -> Ticket:
    if move in _SIMPLE:
        return _SIMPLE[move](ticket, by=by, at=at)
    if move == "resume":
        window = _window(request, body.window) if body.window else ticket.window
        if window is None:
            raise Unusable(sentence="请写明在哪个窗口继续办理。")
        return actions.resume(ticket, window, by=by, at=at)
    if body.item is not None and not catalogue.is_item(body.item):
        raise Unusable(sentence="没有这个事项，请重新选择。")
    return actions.forward(
        ticket,
        to=_window(request, body.window) if body.window else None,
        item=body.item,
        skill=catalogue.department_code(body.item) if body.item else ticket.skill,
        note=body.note,
        by=by,
        at=at,
    )


@router.get("/board", response={200: BoardOut, 304: None, **PROBLEMS})
def board(request: CityRequest, site: Code) -> HttpResponse:
    """叫号大屏的内容；ETag 不变时回答 304。"""
    _ask(request, site, perms.device_may_read_board, perms.may_guide)
    found = queries.board(site, timezone.now())
    etag = f'"{hashlib.sha256(found.mark.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    return JsonResponse(found.as_json(), headers={"ETag": etag, "Cache-Control": "no-cache"})


@router.get("/board/stream", response={307: None, **PROBLEMS})
def board_stream(request: CityRequest, site: Code) -> HttpResponse:
    """大屏的实时推送（SSE），由另一个进程提供。"""
    _ask(request, site, perms.device_may_read_board, perms.may_guide)
    ticket = signing.dumps(site, salt=STREAM_SALT)
    target = f"{settings.STREAM_ADDRESS}/board?{urlencode({'ticket': ticket})}"
    return HttpResponseRedirect(target, status=307)
