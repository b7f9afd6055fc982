"""Questions others may ask about visits, crews and plans."""

import json
from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from nuanban.accounts.enums import Role
from nuanban.accounts.queries import User
from nuanban.catalogue import queries as catalogue
from nuanban.lib.keys import new_key
from nuanban.offices import queries as offices
from nuanban.residents.enums import Need
from nuanban.team import queries as team
from nuanban.visits import perms
from nuanban.visits.cars import use_of_cars
from nuanban.visits.door_queries import grade_of
from nuanban.visits.elsewhere import Elsewhere, tells
from nuanban.visits.enums import BOOKED, COMING, ENDED, VisitState
from nuanban.visits.models import (
    Crew,
    CrewKit,
    CrewMember,
    Deed,
    Stop,
    Unwilling,
    Visit,
    VisitConflict,
    VisitPhoto,
    VisitSignature,
)
from nuanban.visits.own import find_own, key_of, own_words, read_key
from nuanban.visits.sealed import unseal
from nuanban.visits.slots import Slot, offers, read_slot
from nuanban.visits.states import TO_BOOK
from nuanban.visits.urgent import Sending, crews_out, sending
from nuanban.visits.urgent_clock import reached
from nuanban.visits.waiting import open_waiting
from nuanban.visits.waiting_models import Waiting
from nuanban.visits.wishes import devices_for, people_for, seconds_for, skills_for

__all__ = [
    "Crew",
    "CrewMember",
    "Elsewhere",
    "Sending",
    "Slot",
    "Stop",
    "Unwilling",
    "Visit",
    "VisitConflict",
    "crews_out",
    "find_own",
    "grade_of",
    "key_of",
    "offers",
    "own_words",
    "reached",
    "read_key",
    "read_slot",
    "sending",
    "tells",
    "use_of_cars",
]
# How much longer than planned somebody may be inside before a supervisor is told.
OVERDUE = timedelta(minutes=45)


def visits_visible_to(user: User) -> QuerySet[Visit]:
    """Those who plan see their place, helpers their division, crews what they are sent to."""
    found = Visit.objects.select_related("resident", "site", "division", "crew")
    if perms.may_plan(user) or perms.may_ask(user):
        if user.has_role(Role.HOTLINE_AGENT):
            return found
        if user.has_role(Role.STATION_HELPER) and user.site_id:
            return found.filter(division__code__startswith=offices.reach_of(user.site_id))
        return found.filter(site_id=user.site_id) if user.site_id else found.none()
    member = team.member_of_user(user.pk) if perms.may_go_out(user) else None
    if member is None:
        return found.none()
    return found.filter(crew__in=CrewMember.objects.filter(member=member).values("crew"))


def may_ask_for(user: User, division: str) -> bool:
    """Station helpers ask for people of their own division only."""
    if not user.has_role(Role.STATION_HELPER):
        return True
    return bool(user.site_id) and division.startswith(offices.reach_of(user.site_id or ""))


def people_awaiting_or_visited(since: datetime) -> set[UUID]:
    """Whom somebody visited since then, and who asked for a visit that was not called off."""
    found = Visit.objects.filter(asked_at__gte=since) | Visit.objects.filter(arrived_at__gte=since)
    found = found.exclude(state=VisitState.CANCELLED)
    return set(found.values_list("resident_id", flat=True))


def ended_visits(ids: Collection[UUID]) -> dict[UUID, str]:
    """Those of the visits that ended, with their state."""
    ended = Visit.objects.filter(pk__in=ids, state__in=ENDED)
    return dict(ended.values_list("pk", "state"))


def visit_by_id(key: UUID) -> Visit | None:
    """The visit with this key."""
    return Visit.objects.select_related("resident", "site", "crew").filter(pk=key).first()


def crews_on(day: date, site: str) -> QuerySet[Crew]:
    """Crews of a place on a day."""
    found = Crew.objects.filter(day=day, site_id=site).select_related("site__division", "vehicle")
    return found.order_by("pk")


def stops_of(crew: Crew) -> QuerySet[Stop]:
    """The plan of a crew, in order."""
    found = Stop.objects.filter(crew=crew).select_related("visit__resident", "visit__division")
    return found.order_by("turn")


def members_of(crew: Crew) -> list[team.Member]:
    """Who goes."""
    found = CrewMember.objects.filter(crew=crew).select_related("member")
    return [one.member for one in found.order_by("member__name")]


def address_of(visit: Visit) -> str:
    """The open address, for who has to find it."""
    return unseal(visit.address_sealed, "address", visit.pk)


def access_of(visit: Visit) -> str:
    """How to get in."""
    return unseal(visit.access_sealed, "access", visit.pk)


def contact_of(visit: Visit) -> str:
    """The open phone of the contact."""
    return unseal(visit.contact_sealed, "contact", visit.pk)


def wish_of(
    *, site: str, division: str, point: tuple[float, float], items: list[str], needs: list[Need]
) -> Visit:
    """A visit that nobody has asked for yet, to see what could be promised."""
    return Visit(
        id=new_key(),
        site_id=site,
        division_id=division,
        latitude=point[0],
        longitude=point[1],
        items=items,
        skills=skills_for(items, needs),
        devices=devices_for(items),
        people=people_for(items),
        seconds=seconds_for(items),
    )


def item_names(visit: Visit) -> list[str]:
    """What is to be done, in plain words."""
    return [found.plain_name for code in visit.items if (found := catalogue.item(code))]


def members_out(day: date) -> set[UUID]:
    """Who goes out already."""
    return set(CrewMember.objects.filter(day=day).values_list("member", flat=True))


def vehicles_out(day: date) -> set[UUID]:
    """Cars that are out already."""
    used = Crew.objects.filter(day=day, vehicle__isnull=False)
    return set(used.values_list("vehicle_id", flat=True))


def free_kits(day: date) -> list[team.Kit]:
    """Devices that may still go with somebody."""
    out = set(CrewKit.objects.filter(day=day).values_list("kit", flat=True))
    return [kit for kit in team.kits() if kit.is_in_use and kit.pk not in out]


def kits_of(crew: Crew) -> list[str]:
    """What a crew has with it, in words; each kind once."""
    found = CrewKit.objects.filter(crew=crew).select_related("kit").order_by("kit__kind")
    return list(dict.fromkeys(one.kit.get_kind_display() for one in found))


def taken_along(crew: Crew) -> list[str]:
    """Car and devices of a crew, in words."""
    return [*([crew.vehicle.name] if crew.vehicle else []), *kits_of(crew)]


def free_vehicles(day: date) -> list[team.Vehicle]:
    """Cars that may still go with somebody."""
    used = vehicles_out(day)
    return [car for car in team.vehicles() if car.is_in_use and car.pk not in used]


def crew_visible_to(user: User, crew_id: int) -> Crew | None:
    """Dispatchers see the crews of their place, others the one they are in."""
    found = Crew.objects.select_related("site__division", "vehicle").filter(pk=crew_id)
    if perms.may_plan(user):
        return found.filter(site_id=user.site_id).first()
    member = team.member_of_user(user.pk) if perms.may_go_out(user) else None
    if member is None:
        return None
    return found.filter(pk__in=CrewMember.objects.filter(member=member).values("crew")).first()


def conflict_of_deed(key: UUID) -> VisitConflict | None:
    """What a deed ran into, by its operation key."""
    return VisitConflict.objects.filter(deed__key=key).first()


def conflicts_of(visit: Visit) -> QuerySet[VisitConflict]:
    """Versions that differ and wait for a dispatcher."""
    return VisitConflict.objects.filter(visit=visit, settled_at=None).select_related("deed")


def in_conflict(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Those of the visits about which two phones, or a phone and the hall, differ."""
    waiting = VisitConflict.objects.filter(settled_at=None)
    return visits.filter(pk__in=waiting.values("visit"))


def deeds_of(visit: Visit) -> QuerySet[Deed]:
    """What phones sent about a visit."""
    return Deed.objects.filter(visit=visit)


def signatures_of(visit: Visit) -> list[tuple[VisitSignature, str]]:
    """Who agreed and how; a drawn name as the path of a drawing."""
    found = VisitSignature.objects.filter(visit=visit).select_related("deed")
    return [(one, _path(one)) for one in found]


def _path(signature: VisitSignature) -> str:
    drawn = unseal(signature.strokes_sealed, "signature", signature.deed.key)
    lines = json.loads(drawn) if drawn else []
    return " ".join("M" + " L".join(f"{int(x)},{int(y)}" for x, y in one) for one in lines if one)


def photos_of(visit: Visit) -> QuerySet[VisitPhoto]:
    """Papers photographed at home."""
    return VisitPhoto.objects.filter(visit=visit).select_related("upload")


def overdue(visits: QuerySet[Visit], at: datetime) -> list[Visit]:
    """Who went in and should have come out long ago."""
    inside = visits.filter(state=VisitState.ARRIVED)
    return [one for one in inside if one.arrived_at and at > _latest(one.arrived_at, one.seconds)]


def _latest(arrived: datetime, seconds: int) -> datetime:
    return arrived + timedelta(seconds=seconds) + OVERDUE


def visit_at_door(code: str, day: date) -> Visit | None:
    """Who is coming today, for whoever holds the code; nothing on other days."""
    found = Visit.objects.filter(code=code.upper(), day=day, state__in=COMING)
    return found.select_related("crew").first()


def waiting_of(visit: Visit) -> Waiting | None:
    """The place of a visit on the waiting list."""
    return open_waiting().filter(visit=visit).first()


def in_waiting(visits: QuerySet[Visit]) -> set[UUID]:
    """Those of the visits that are on the waiting list."""
    return set(open_waiting().filter(visit__in=visits).values_list("visit", flat=True))


def wanted_in(division: str, user: User) -> QuerySet[Visit]:
    """Those below a division who wait for a slot, as far as `user` sees them."""
    found = visits_visible_to(user).filter(division__code__startswith=division)
    return found.filter(state__in=TO_BOOK).order_by("asked_at")


def crews_free_on(day: date, site: str) -> list[Crew]:
    """Crews that have promised nothing on a day."""
    busy = Visit.objects.filter(day=day, state__in=BOOKED, crew__isnull=False).values("crew")
    found = Crew.objects.filter(day=day, site_id=site, stopped_at=None, away="")
    return list(found.exclude(pk__in=busy).order_by("pk"))
