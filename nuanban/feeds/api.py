"""Files of departments for machines. The shapes are a contract."""

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from nuanban.accounts.once import answer_in_json, operation_key_of, operation_with_file
from nuanban.accounts.perms import CityRequest
from nuanban.feeds import actions, perms, queries
from nuanban.feeds.queries import Delivery, kinds
from nuanban.journal.actions import Answer, run_once
from nuanban.lib.errors import NotAllowed, NotFound

router = Router(tags=["feeds"])
BLOCK = 1_000_000
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422))
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE = {
    "requestBody": {
        "required": True,
        "description": "文件本身：CSV（UTF-8 或 GBK）、XLSX 或 Parquet；也可以用表单的 file 字段。",
        "content": {"application/octet-stream": _BINARY},
    }
}
Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class About(Schema):
    """What is said beside the file."""

    as_of: date | None = None
    name: Words = ""


class DeliveryOut(Schema):
    """How far a file has come. rows_in = accepted + quarantined + duplicates, always."""

    id: UUID
    kind: str
    state: Literal["received", "reading", "held", "keeping", "kept", "refused"]
    words: list[str]
    progress: int
    rows_in: int
    accepted: int
    quarantined: int
    duplicates: int


def delivery_json(delivery: Delivery) -> dict[str, Any]:
    """The file as machines read it."""
    return {
        "id": str(delivery.pk),
        "kind": delivery.kind,
        "state": delivery.state,
        "words": list(delivery.words),
        "progress": delivery.progress,
        "rows_in": delivery.rows_in,
        "accepted": delivery.accepted,
        "quarantined": delivery.quarantined,
        "duplicates": delivery.duplicates,
    }


@router.get("/deliveries/{delivery_id}", response={200: DeliveryOut, **PROBLEMS})
def delivery_now(request: CityRequest, delivery_id: UUID) -> HttpResponse:
    """一份文件办到哪一步：只答送它来的设备。"""
    device = request.device
    if device is None or not perms.device_may_send(device):
        raise NotAllowed
    found = queries.delivery_of_device(delivery_id, device.pk)
    if found is None:
        raise NotFound
    return JsonResponse(delivery_json(found))


@router.post(
    "/{kind}", response={HTTPStatus.ACCEPTED: DeliveryOut, **PROBLEMS}, openapi_extra=_FILE
)
def deliver(request: CityRequest, kind: str, about: Query[About]) -> HttpResponse:
    """送一份名单：收下就答，读入在后台进行；同一个文件再送一次得到第一次的那份。"""
    device = request.device
    if device is None or not perms.device_may_send(device):
        raise NotAllowed
    wanted = kinds().get(kind)
    if wanted is None:
        raise NotFound
    operation_key_of(request)
    stored = actions.take(_body(request))
    operation = operation_with_file(request, stored.digest)

    def deed() -> Answer:
        found = actions.receive(
            wanted,
            stored,
            name=about.name or _file_name(request),
            as_of=about.as_of,
            by=request.actor,
            at=timezone.now(),
        )
        return Answer(HTTPStatus.ACCEPTED, delivery_json(found))

    try:
        return answer_in_json(lambda: run_once(operation, deed))
    finally:
        actions.throw_away_unused(stored)


def _is_form(request: CityRequest) -> bool:
    return (request.content_type or "").startswith("multipart/form-data")


def _file_name(request: CityRequest) -> str:
    if not _is_form(request):
        return ""
    sent = request.FILES.get("file")
    return (sent.name or "") if sent else ""


def _body(request: CityRequest) -> Iterator[bytes]:
    if not _is_form(request):
        yield from iter(lambda: request.read(BLOCK), b"")
        return
    sent = request.FILES.get("file")
    if sent is not None:
        yield from sent.chunks(BLOCK)
