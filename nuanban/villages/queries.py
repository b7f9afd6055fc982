"""Questions about village days."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from nuanban.accounts.queries import User
from nuanban.residents.queries import Resident
from nuanban.villages import perms
from nuanban.villages.enums import DayState, SeatState
from nuanban.villages.models import Seat, VillageDay
from nuanban.villages.telling import come_at
from nuanban.visits import queries as visits

__all__ = ["Seat", "VillageDay"]
TOWNSHIP = 9


def days_from(day: date) -> QuerySet[VillageDay]:
    """Village days from a day on."""
    return VillageDay.objects.filter(day__gte=day).select_related("division", "crew", "site")


def taken(days: QuerySet[VillageDay]) -> dict[UUID, int]:
    """Seats taken, by village day."""
    seats = Seat.objects.filter(village_day__in=days).exclude(state=SeatState.DROPPED)
    return dict(seats.values_list("village_day").annotate(n=Count("pk")).order_by())


def open_from(day: date) -> QuerySet[VillageDay]:
    """Those to which people may still come."""
    return days_from(day).filter(state=DayState.PLANNED)


def day_by_id(key: UUID) -> VillageDay | None:
    """The village day with this key."""
    return VillageDay.objects.select_related("division", "crew", "site").filter(pk=key).first()


def seat_by_id(key: UUID) -> Seat | None:
    """The seat with this key."""
    return Seat.objects.select_related("village_day", "resident").filter(pk=key).first()


def lists_there(user: User, village_day: VillageDay) -> bool:
    """Who hears wishes of that division."""
    return perms.may_list(user) and visits.may_ask_for(user, village_day.division_id)


def reads_names(user: User, village_day: VillageDay) -> bool:
    """Who puts people on this list, and who goes there."""
    if lists_there(user, village_day):
        return True
    crew = village_day.crew_id
    return crew is not None and visits.crew_visible_to(user, crew) is not None


def seats_of(village_day: VillageDay, user: User) -> QuerySet[Seat]:
    """The list, for who may read its names."""
    found = Seat.objects.filter(village_day=village_day).exclude(state=SeatState.DROPPED)
    found = found.select_related("resident", "village_day")
    return found if reads_names(user, village_day) else found.none()


def times_of(seats: QuerySet[Seat]) -> list[tuple[Seat, datetime]]:
    """Each with the time at which they are asked to come."""
    return [(seat, come_at(seat)) for seat in seats]


def near(resident: Resident, day: date) -> list[VillageDay]:
    """Open days, those in the person's township first."""
    own = (resident.resident_division_id or "")[:TOWNSHIP]
    found = list(open_from(day))
    return sorted(found, key=lambda one: (one.division_id[:TOWNSHIP] != own, one.day))


def waiting_nearby(village_day: VillageDay, user: User) -> QuerySet[visits.Visit]:
    """People of the township who wait for a visit that `user` may see: perhaps this suits them."""
    listed = Seat.objects.filter(village_day=village_day).exclude(state=SeatState.DROPPED)
    if not lists_there(user, village_day):
        return visits.Visit.objects.none()
    found = visits.wanted_in(village_day.division_id[:TOWNSHIP], user)
    return found.exclude(resident__in=listed.values("resident"))
