"""The day of a helper as the phone keeps it, and what proves that it was handed out."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import Count, Min

from nuanban.accounts.queries import User
from nuanban.catalogue import queries as catalogue
from nuanban.lib.days import city_day
from nuanban.lib.keys import read_key
from nuanban.residents.enums import Need
from nuanban.team import queries as team
from nuanban.team.enums import KitKind
from nuanban.visits import door_queries as door
from nuanban.visits import queries
from nuanban.visits.elsewhere import elsewhere
from nuanban.visits.enums import HomeState, VisitState
from nuanban.visits.forms_along import forms_along
from nuanban.visits.models import Crew, CrewMember, HomeDecision, Visit
from nuanban.visits.receipts import Receipt
from nuanban.visits.spoken import spoken_code

_LISTS = ("members", "kits", "elsewhere", "visits")
_SIGNER = signing.Signer(salt="visits.round")


def crew_of(user: User, day: date) -> Crew | None:
    """The crew that somebody is in on a day."""
    member = team.member_of_user(user.pk)
    found = CrewMember.objects.filter(member=member, day=day).select_related("crew__vehicle")
    mine = found.first() if member else None
    return mine.crew if mine else None


def day_of(user: User, at: datetime) -> dict[str, Any]:
    """Everything that the phone needs for today; of other days only when the next one is."""
    day = city_day(at)
    crew = crew_of(user, day)
    told: dict[str, Any] = {
        "day": day.isoformat(),
        "who": str(user.pk),
        "name": user.name,
        "next": next_day(user, day),
    }
    if crew is None:
        nothing: dict[str, list[str]] = {key: [] for key in _LISTS}
        return {**told, "crew": "", "car": "", **nothing}
    books = door.books_in_hand(user)
    return {
        **told,
        "crew": crew.name,
        "members": [one.name for one in queries.members_of(crew)],
        "car": str(crew.vehicle.name) if crew.vehicle else "",
        "kits": queries.kits_of(crew),
        "elsewhere": [asdict(card) for card in elsewhere(crew)],
        "visits": [_told(visit, user, day) for visit in _in_order(crew)],
        "books": [[book.first, book.last] for book in books],
        "used": door.numbers_used(books),
    }


def next_day(user: User, day: date) -> dict[str, Any] | None:
    """The next day with visits for somebody: which, how many, from when (seconds)."""
    member = team.member_of_user(user.pk)
    crews = CrewMember.objects.filter(member=member, day__gt=day).values("crew")
    promised = Visit.objects.filter(crew__in=crews, state=VisitState.PROMISED)
    days = promised.values("day").annotate(count=Count("pk"), begins=Min("window_from"))
    first = days.order_by("day").first() if member else None
    return {**first, "day": f"{first['day']}"} if first else None


def _in_order(crew: Crew) -> list[Visit]:
    """As planned; what is over keeps its place by its promise."""
    turns = {stop.visit_id: stop.start for stop in queries.stops_of(crew) if stop.visit_id}
    visits = Visit.objects.filter(crew=crew).exclude(state="held").select_related("resident")
    return sorted(visits, key=lambda visit: turns.get(visit.pk, visit.window_from or 0))


def _told(visit: Visit, user: User, day: date) -> dict[str, Any]:
    return {
        "id": str(visit.pk),
        "handout": _SIGNER.sign_object(
            [str(visit.pk), f"{visit.crew_id}:{visit.day}", str(user.pk)]
        ),
        "code": visit.code,
        "spoken": spoken_code(visit),
        "state": visit.state,
        "state_word": visit.get_state_display(),
        "from": visit.window_from,
        "to": visit.window_to,
        "kind": visit.get_kind_display(),
        "name": visit.resident.name,
        "contact": visit.contact_name,
        "phone": queries.contact_of(visit),
        "address": queries.address_of(visit),
        "access": queries.access_of(visit),
        "ward": f"{visit.hospital} {visit.ward}".strip(),
        "latitude": visit.latitude,
        "longitude": visit.longitude,
        "items": queries.item_names(visit) or [visit.why],
        "why": visit.why if visit.items else "",
        "papers": _papers(visit, day),
        "forms": forms_along(visit, user, day),
        "bring": [KitKind(device).label for device in visit.devices],
        "ride": visit.get_ride_display() if visit.ride else "",
        "needs": [Need(need).label for need in visit.needs if need in Need.values],
        "outcome": visit.get_outcome_display() if visit.outcome else "",
        "taken": [_receipt(one) for one in door.cash_of(visit)],
        "ended": [_ended(one) for one in door.decisions_of(visit)],
        **_ending(visit),
    }


def _receipt(one: Receipt) -> list[object]:
    """Number, fen, what for, and whether it is void."""
    taken = one.taken
    return [taken.number, taken.amount_fen, taken.what_for, one.void is not None]


def _ended(one: HomeDecision) -> dict[str, object]:
    """An item that was ended at this visit, and why not where it was not."""
    return {
        "item": one.item_id,
        "name": one.item.plain_name,
        "done": one.state in (HomeState.DECIDED, HomeState.ALREADY),
        "word": HomeState(one.state).label,
        "why": one.why,
    }


def _ending(visit: Visit) -> dict[str, str]:
    """How the result comes, and how it was, as far as anybody said."""
    handover, grade = door.handover_of(visit.pk), door.grade_of(visit.pk)
    return {
        "handover": handover.value if handover else "",
        "grade": grade.value if grade else "",
    }


def _papers(visit: Visit, day: date) -> list[dict[str, str]]:
    """What to see or photograph; what the person's situation decides is marked."""
    facts = catalogue.facts_of_person(
        birth_on=visit.resident.birth_on, day=day, needs=visit.needs, is_proxy=False
    )
    versions = catalogue.versions_in_force(visit.items, day).values()
    papers = [need for version in versions for need in catalogue.materials_for(version, facts)]
    return [
        {"name": paper.name, "note": paper.note if paper.is_certain else "看情况"}
        for paper in papers
    ]


def read_handout(handout: str, user: User) -> tuple[UUID, str] | None:
    """Visit and promise of what we handed to this helper; None for all others."""
    try:
        visit, promise, whose = _SIGNER.unsign_object(handout)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    key = read_key(str(visit))
    return (key, str(promise)) if key and whose == str(user.pk) else None
