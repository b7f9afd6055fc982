"""Questions others may ask about the hall."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from nuanban.accounts.queries import User
from nuanban.zone import perms
from nuanban.zone.board import CALLED_SQL, WAITING_SQL, Board, arguments, board_of
from nuanban.zone.enums import Lane, TicketState
from nuanban.zone.models import AT_A_WINDOW, OPEN, HandOver, HelpCall, Ticket

__all__ = ["Board", "Ticket"]
_CARDS = ("window", "item", "resident", "server", "leader", "other_ticket")


def tickets_visible_to(user: User) -> QuerySet[Ticket]:
    """Tickets of the user's own hall."""
    tickets = Ticket.objects.select_related(*_CARDS)
    if not perms.may_guide(user) or user.site_id is None:
        return tickets.none()
    return tickets.filter(site_id=user.site_id)


def tickets_at(site: str, day: date) -> QuerySet[Ticket]:
    """Tickets of a hall on a day."""
    return Ticket.objects.select_related(*_CARDS).filter(site_id=site, day=day)


def people_with_tickets(since: date) -> set[UUID]:
    """Who came to a hall since then."""
    came = Ticket.objects.filter(day__gte=since, resident__isnull=False)
    return set(came.values_list("resident_id", flat=True)) - {None}


def open_tickets(site: str, day: date) -> QuerySet[Ticket]:
    """Everybody who is still here: priority first, then by arrival."""
    return tickets_at(site, day).filter(state__in=OPEN).order_by("-lane", "arrived_at")


def ticket_by_code(code: str) -> Ticket | None:
    """The ticket whose QR code this is."""
    return Ticket.objects.select_related(*_CARDS, "site").filter(code=code).first()


def ticket_by_id(ticket_id: UUID) -> Ticket | None:
    """One ticket."""
    return Ticket.objects.select_related(*_CARDS).filter(pk=ticket_id).first()


def at_window(window_id: UUID) -> Ticket | None:
    """The person at a window now."""
    here = Ticket.objects.select_related(*_CARDS).filter(window_id=window_id)
    return here.filter(state__in=AT_A_WINDOW).first()


def last_served_at(window_id: UUID, since: datetime) -> Ticket | None:
    """The person who was served last at a window, not before `since`."""
    done = Ticket.objects.filter(
        window_id=window_id, state=TicketState.FINISHED, ended_at__gte=since
    )
    return done.order_by("-ended_at").first()


def board(site: str, at: datetime) -> Board:
    """The board of a hall."""
    wanted = arguments(site, at)
    with connection.cursor() as cursor:
        cursor.execute(CALLED_SQL, wanted)
        called = cursor.fetchall()
        cursor.execute(WAITING_SQL, wanted)
        waiting = cursor.fetchone() or (0, 0)
    return board_of(called, (waiting[0], waiting[1]), at)


def waiting_counts(site: str, day: date) -> dict[str, int]:
    """How many wait, by lane."""
    waiting = Ticket.objects.filter(site_id=site, day=day, state=TicketState.WAITING)
    counted = waiting.aggregate(
        priority=Count("id", filter=Q(lane=Lane.PRIORITY)),
        ordinary=Count("id", filter=Q(lane=Lane.ORDINARY)),
    )
    return {"priority": counted["priority"], "ordinary": counted["ordinary"]}


def help_calls(site: str) -> QuerySet[HelpCall]:
    """Calls for help that are not done."""
    calls = HelpCall.objects.select_related("ticket", "taken_by")
    return calls.filter(site_id=site, done_at=None).order_by("called_at")


def help_call(site: str, call_id: UUID) -> HelpCall | None:
    """One call for help in a hall."""
    return HelpCall.objects.filter(site_id=site, pk=call_id).first()


def hand_overs_of(ticket: Ticket) -> QuerySet[HandOver]:
    """Who led this person, from when to when."""
    return HandOver.objects.select_related("from_user", "to_user").filter(ticket=ticket)


def open_hand_over(ticket: Ticket) -> HandOver | None:
    """The one who leads this person now."""
    return hand_overs_of(ticket).filter(ended_at=None).first()


def served_today(user: User, day: date) -> int:
    """How many people this member of staff has served today."""
    mine = Ticket.objects.filter(server=user, day=day, state=TicketState.FINISHED)
    return mine.count()


def carried(site: str) -> QuerySet[Ticket]:
    """People who left without being served: to be called back."""
    found = Ticket.objects.select_related(*_CARDS).filter(site_id=site, state=TicketState.CARRIED)
    return found.order_by("-day", "arrived_at")
