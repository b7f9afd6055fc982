"""Notices for machines: text messages that come in. The shape is a contract."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import AwareDatetime

from nuanban.accounts.once import answer_api
from nuanban.accounts.perms import CityRequest
from nuanban.journal.actions import Answer
from nuanban.lib.errors import NotAllowed
from nuanban.notices import actions, perms

router = Router(tags=["notices"])
_NO_NUL = r"^[^\x00]*$"
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422))


class InboundBody(Schema):
    """A text message as the provider got it. `provider_id` is the provider's own number for it."""

    sender: Annotated[str, Field(alias="from", min_length=1, max_length=40, pattern=_NO_NUL)]
    text: Annotated[str, Field(max_length=1_000, pattern=_NO_NUL)]
    provider_id: Annotated[str, Field(min_length=1, max_length=120, pattern=_NO_NUL)]
    received_at: AwareDatetime


class InboundOut(Schema):
    id: UUID


@router.post("/inbound", response={201: InboundOut, **PROBLEMS})
def inbound(request: CityRequest, body: InboundBody) -> HttpResponse:
    """收到一条短信：不认识的号码也收下；同一 provider_id 只收一次。"""
    device = request.device
    if device is None or not perms.device_may_bring_inbound(device):
        raise NotAllowed
    new = actions.NewInbound(
        sender=body.sender,
        text=body.text,
        provider_id=body.provider_id,
        received_at=body.received_at,
    )

    def deed() -> Answer:
        kept = actions.receive(new, by=request.actor, at=timezone.now())
        return Answer(201, {"id": str(kept.pk)})

    return answer_api(request, deed)
