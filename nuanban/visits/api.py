"""Visits for machines: slots with travel, booking. The shapes are a contract."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from nuanban.accounts.once import answer_api
from nuanban.accounts.perms import CityRequest, signed_in
from nuanban.catalogue import queries as catalogue
from nuanban.journal.actions import Answer
from nuanban.lib.days import city_day
from nuanban.lib.errors import NotAllowed, NotFound, Unusable
from nuanban.lib.phones import PhoneFault, read_phone
from nuanban.offices import queries as offices
from nuanban.residents import queries as residents
from nuanban.residents.enums import Need
from nuanban.visits import actions, perms, queries
from nuanban.visits.enums import AskedVia, VisitKind
from nuanban.visits.queries import Slot, Visit

router = Router(tags=["visits"])
AHEAD, OTHERS = timedelta(days=14), 3

Code = Annotated[str, Field(min_length=1, max_length=16, pattern=r"^[0-9A-Za-z-]+$")]
Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Degrees = Annotated[float, Field(ge=-180, le=180)]
NeedName = Literal[
    "wheelchair", "large_print", "sign_language", "braille", "dialect", "escort", "bedside"
]
Needs = Annotated[list[NeedName], Field(max_length=7, default_factory=list)]


class Address(Schema):
    """Where to come. Without a point, that of the division is taken."""

    division: Code
    lat: Degrees | None = None
    lon: Degrees | None = None
    text: Words = ""
    access_notes: Words = ""


class SlotsBody(Schema):
    """What is to be done where, and between which days."""

    site: Code
    item: Code | None = None
    address: Address
    from_day: date
    to_day: date
    needs: Needs


class SlotOut(Schema):
    slot: str
    starts_at: datetime
    ends_at: datetime
    crew: str


class SlotsOut(Schema):
    slots: list[SlotOut]


class VisitBody(Schema):
    """A slot, whom to visit, and how to reach them."""

    slot: Annotated[str, Field(max_length=200)]
    resident: UUID
    site: Code
    item: Code | None = None
    address: Address
    contact: Words
    phone: Annotated[str, Field(max_length=20)] = ""
    why: Words = ""
    needs: Needs


class VisitOut(Schema):
    id: UUID
    code: str
    state: str
    starts_at: datetime
    ends_at: datetime


class TakenOut(Schema):
    """Somebody was faster; three others."""

    type: str
    title: str
    detail: str
    code: str
    slots: list[SlotOut]


class Problem(Schema):
    """RFC 9457, in Chinese, with a stable code."""

    type: str
    title: str
    detail: str
    code: str


PROBLEMS: dict[int, Any] = {status: Problem for status in (400, 401, 403, 404, 422)}


def _asker(request: CityRequest, address: Address) -> None:
    user = signed_in(request)
    if user is None or not perms.may_ask(user):
        raise NotAllowed
    if not queries.may_ask_for(user, address.division):
        raise NotAllowed


def _slot_json(slot: Slot) -> dict[str, str]:
    return {
        "slot": slot.key,
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
        "crew": slot.crew_name,
    }


def _point(address: Address) -> tuple[float, float]:
    if address.lat is not None and address.lon is not None:
        return address.lat, address.lon
    return offices.point_of(address.division)


@router.post("/slots", response={200: SlotsOut, **PROBLEMS})
def slots(request: CityRequest, body: SlotsBody) -> HttpResponse:
    """可以约的时段，路上时间已经算进去。"""
    _asker(request, body.address)
    if body.to_day < body.from_day:
        raise Unusable(sentence="结束日期不能早于开始日期。")
    wanted = _wish(body)

    def act() -> Answer:
        found = queries.offers(
            wanted, from_day=body.from_day, to_day=body.to_day, at=timezone.now()
        )
        return Answer(200, {"slots": [_slot_json(slot) for slot in found]})

    return answer_api(request, act)


@router.post("", response={201: VisitOut, 409: TakenOut, **PROBLEMS})
def book(request: CityRequest, body: VisitBody) -> HttpResponse:
    """约定一次上门；时段被别人先约走时，给出另外三个。"""
    _asker(request, body.address)
    slot, resident = queries.read_slot(body.slot), residents.by_id(body.resident)
    if resident is None:
        raise NotFound
    if slot is None:
        raise actions.SlotUnknown
    new = _new(body, resident)

    def act() -> Answer:
        at = timezone.now()
        try:
            visit = actions.book(new, slot, by=request.actor, at=at)
        except (actions.SlotTaken, actions.SlotUnknown) as refusal:
            return Answer(409, _taken(str(refusal), refusal.code, _others(body, at)))
        return Answer(201, _told(visit, slot))

    return answer_api(request, act)


def _new(body: VisitBody, resident: residents.Resident) -> actions.NewVisit:
    latitude, longitude = _point(body.address)
    try:
        phone = read_phone(body.phone) if body.phone.strip() else ""
    except PhoneFault as fault:
        raise Unusable(sentence=str(fault)) from None
    return actions.NewVisit(
        resident=resident,
        kind=VisitKind.APPOINTMENT,
        via=AskedVia.PHONE,
        items=[body.item] if body.item else [],
        site=body.site,
        division=body.address.division,
        latitude=latitude,
        longitude=longitude,
        address=body.address.text,
        access_notes=body.address.access_notes,
        contact_name=body.contact,
        contact_phone=phone,
        needs=[Need(need) for need in body.needs],
        why=body.why,
    )


def _others(body: VisitBody, at: datetime) -> list[Slot]:
    day = city_day(at)
    return queries.offers(_wish(body), from_day=day, to_day=day + AHEAD, at=at, most=OTHERS)


def _wish(body: SlotsBody | VisitBody) -> Visit:
    if offices.site(body.site) is None:
        raise Unusable(sentence="没有这个服务点，请重新选择。")
    if offices.division(body.address.division) is None:
        raise Unusable(sentence="请选上门的乡镇或村。")
    if body.item and catalogue.item(body.item) is None:
        raise Unusable(sentence=f"没有编号为 {body.item} 的事项，请重新选择。")
    return queries.wish_of(
        site=body.site,
        division=body.address.division,
        point=_point(body.address),
        items=[body.item] if body.item else [],
        needs=[Need(need) for need in body.needs],
    )


def _taken(sentence: str, code: str, others: list[Slot]) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": "时段已被约走",
        "detail": sentence,
        "code": code,
        "slots": [_slot_json(slot) for slot in others],
    }


def _told(visit: Visit, slot: Slot) -> dict[str, Any]:
    return {
        "id": str(visit.pk),
        "code": visit.code,
        "state": visit.state,
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
    }
