"""Somebody needs a visit: what for, where, what it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from nuanban.catalogue import queries as catalogue
from nuanban.journal.actions import record
from nuanban.lib.actor import Actor
from nuanban.lib.codes import new_code
from nuanban.lib.errors import Unusable
from nuanban.lib.keys import new_key
from nuanban.lib.phones import mask_phone
from nuanban.offices import queries as offices
from nuanban.residents.enums import Need
from nuanban.residents.queries import Resident
from nuanban.team.enums import KitKind, Skill
from nuanban.visits.enums import AskedVia, Ride, VisitKind
from nuanban.visits.models import Visit
from nuanban.visits.rides import ride_seconds
from nuanban.visits.sealed import phone_index, seal
from nuanban.visits.wishes import devices_for, people_for, seconds_for, skills_for

# Degrees around the middle of the city; nobody is visited farther away.
REACH = 2.0


@dataclass(frozen=True)
class NewVisit:
    """What is asked. `contact_phone`: digits as read by lib.phones; `minutes` and `people` 0: as
    usual; `brings`: the case whose result is brought home.
    """

    resident: Resident
    kind: VisitKind
    via: AskedVia
    items: Sequence[str]
    site: str
    division: str
    latitude: float
    longitude: float
    address: str
    contact_name: str
    contact_phone: str
    access_notes: str = ""
    needs: Sequence[Need] = ()
    skills: Sequence[Skill] = ()
    devices: Sequence[KitKind] = ()
    ride: Ride = Ride.NONE
    people: int = 0
    minutes: int = 0
    hospital: str = ""
    ward: str = ""
    deadline_at: datetime | None = None
    why: str = ""
    unseen: bool = False
    brings: UUID | None = None


@transaction.atomic
def ask(new: NewVisit, *, by: Actor, at: datetime) -> Visit:
    """Takes the wish down; next come slots, or the plan of the day."""
    _check(new, at)
    key = new_key()
    visit = Visit.objects.create(
        id=key,
        code=new_code(8),
        kind=new.kind,
        asked_via=new.via,
        resident=new.resident,
        items=list(new.items),
        site_id=new.site,
        division_id=new.division,
        latitude=new.latitude,
        longitude=new.longitude,
        address_sealed=seal(new.address.strip(), "address", key),
        access_sealed=seal(new.access_notes.strip(), "access", key),
        contact_name=new.contact_name.strip(),
        contact_sealed=seal(new.contact_phone, "contact", key),
        contact_masked=mask_phone(new.contact_phone) if new.contact_phone else "",
        contact_index=phone_index(new.contact_phone),
        needs=[need.value for need in new.needs],
        skills=skills_for(new.items, new.needs, new.skills),
        devices=devices_for(new.items, new.devices),
        ride=new.ride,
        seconds=seconds_for(new.items, new.minutes) + _riding(new),
        people=people_for(new.items, new.people),
        hospital=new.hospital.strip(),
        ward=new.ward.strip(),
        deadline_at=new.deadline_at,
        why=new.why.strip(),
        unseen=new.unseen,
        brings_id=new.brings,
        asked_at=at,
    )
    record(
        "visits.asked",
        by=by,
        at=at,
        subject_id=new.resident.pk,
        object_id=visit.pk,
        site=new.site,
        payload={"kind": visit.kind, "via": visit.asked_via},
    )
    return visit


def _riding(new: NewVisit) -> int:
    if not new.ride:
        return 0
    return ride_seconds(new.site, new.latitude, new.longitude, new.division)


def _check(new: NewVisit, at: datetime) -> None:
    """In words, before the constraints would refuse it."""
    if not new.address.strip():
        raise Unusable(sentence=gettext_noop("请写明上门的详细地址，再在地图上点一下位置。"))
    if not new.contact_name.strip():
        raise Unusable(sentence=gettext_noop("请写明到了找谁。"))
    if not new.items and not new.why.strip():
        raise Unusable(sentence=gettext_noop("请选要办的事项，或写明为什么去。"))
    unknown = [code for code in new.items if catalogue.item(code) is None]
    if unknown:
        raise Unusable(sentence=f"没有编号为 {unknown[0]} 的事项，请重新选择。")
    if offices.site(new.site) is None:
        raise Unusable(sentence="没有这个服务点，请重新选择。")
    if offices.division(new.division) is None:
        raise Unusable(sentence=gettext_noop("请选上门的乡镇或村。"))
    _check_point(new)
    if new.kind == VisitKind.URGENT and new.deadline_at is None:
        raise Unusable(sentence="紧急登门要写明最晚什么时候到。")
    if new.deadline_at is not None and new.deadline_at <= at:
        raise Unusable(sentence="最晚到达时间已经过了，请改。")


def _check_point(new: NewVisit) -> None:
    city = offices.city()
    middle = city.division if city else None
    if middle is None or middle.latitude is None or middle.longitude is None:
        return
    away = max(abs(new.latitude - middle.latitude), abs(new.longitude - middle.longitude))
    if not away <= REACH:
        raise Unusable(sentence="这个位置不在本市，请在地图上重新点。")
